import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { root } from './build-if-stale.ts';
import { findChromium } from './find-chromium.ts';

// node scripts/icons.ts: draws icon.svg at every size the packages want. Run it after the drawing changed.
const folder = join(root, 'resources/icons');
const SIZES = [16, 32, 48, 64, 128, 256, 512, 1024];
/** Apple's name of a PNG of each size inside an .icns file. */
const ICNS_TYPES: Record<number, string> = { 128: 'ic07', 256: 'ic08', 512: 'ic09', 1024: 'ic10' };

const pictures = await draw(readFileSync(join(folder, 'icon.svg'), 'utf8'));
for (const { size, png } of pictures) if (size <= 512) writeFileSync(join(folder, `${size}x${size}.png`), png);
writeFileSync(join(folder, 'icon.ico'), ico(pictures.filter(({ size }) => size <= 256)));
writeFileSync(join(folder, 'icon.icns'), icns(pictures.filter(({ size }) => size in ICNS_TYPES)));

interface Picture {
  size: number;
  png: Buffer;
}

async function draw(svg: string): Promise<Picture[]> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('Drawing the icons needs a Chromium.');
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  const pictures: Picture[] = [];
  for (const size of SIZES) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(`<style>*{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`);
    pictures.push({ size, png: await page.screenshot({ omitBackground: true }) });
    await page.close();
  }
  await browser.close();
  return pictures;
}

/** Windows' icon: a directory of 16 bytes a picture, then the PNGs. */
function ico(pictures: Picture[]): Buffer {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  pictures.forEach(({ size, png }, index) => {
    const at = 6 + 16 * index;
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
}

/** Apple's icon: blocks of a type, a length and a PNG. */
function icns(pictures: Picture[]): Buffer {
  const blocks = pictures.map(({ size, png }) => Buffer.concat([blockHead(ICNS_TYPES[size]!, png.length), png]));
  const body = Buffer.concat(blocks);
  return Buffer.concat([blockHead('icns', body.length), body]);
}

function blockHead(type: string, bodyLength: number): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'ascii');
  head.writeUInt32BE(bodyLength + 8, 4);
  return head;
}
