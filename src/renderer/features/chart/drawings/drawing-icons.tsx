import type { ReactNode } from 'react';
import type { Tool } from './drawing.ts';

/** The picture of a drawing tool, 16 px. */
function Glyph({ children }: { children: ReactNode }) {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.3"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

const knot = (cx: number, cy: number) => <circle cx={cx} cy={cy} r="1.6" />;

export const TOOL_ICONS: Record<Tool, ReactNode> = {
  trend: (
    <Glyph>
      {knot(3, 13)}
      {knot(13, 3)}
      <path d="m4.2 11.8 7.6-7.6" />
    </Glyph>
  ),
  ray: (
    <Glyph>
      {knot(3, 12)}
      {knot(8, 8)}
      <path d="m4.3 11 2.4-2M9.3 7 14.5 2.8" />
    </Glyph>
  ),
  horizontal: (
    <Glyph>
      {knot(8, 8)}
      <path d="M1.5 8h4.9M9.6 8h4.9" />
    </Glyph>
  ),
  vertical: (
    <Glyph>
      {knot(8, 8)}
      <path d="M8 1.5v4.9M8 9.6v4.9" />
    </Glyph>
  ),
  rectangle: (
    <Glyph>
      <path d="M2.5 4h11v8h-11z" />
    </Glyph>
  ),
  channel: (
    <Glyph>
      <path d="m1.5 9.5 9-7M5.5 13.5l9-7" />
      <path d="m3.5 11.5 9-7" strokeDasharray="1.5 2.2" />
    </Glyph>
  ),
  fib: (
    <Glyph>
      <path d="M2 2.5h12M2 6.5h12M2 9.5h12M2 13.5h12" />
    </Glyph>
  ),
  text: (
    <Glyph>
      <path d="M3 4.5V3h10v1.5M8 3v10M6.2 13h3.6" />
    </Glyph>
  ),
  measure: (
    <Glyph>
      <path d="m1.8 10.5 8.7-8.7 3.7 3.7-8.7 8.7zM4.5 7.8l1.6 1.6M7 5.3l1 1M9.4 2.9 11 4.5" />
    </Glyph>
  ),
  long: (
    <Glyph>
      <path d="M2 10h12M2 2.5h12v11H2z" />
      <path d="M8 8V4.5M6.3 6 8 4.3 9.7 6" />
    </Glyph>
  ),
  short: (
    <Glyph>
      <path d="M2 6h12M2 2.5h12v11H2z" />
      <path d="M8 8v3.5M6.3 10 8 11.7 9.7 10" />
    </Glyph>
  ),
};

export const PointerIcon = () => (
  <Glyph>
    <path d="m4 2 8.5 6.2-4 .7-1.6 3.9z" />
  </Glyph>
);
export const MagnetIcon = () => (
  <Glyph>
    <path d="M3 2.5h3v5.2a2 2 0 0 0 4 0V2.5h3v5.2a5 5 0 0 1-10 0zM3 5h3M10 5h3" />
  </Glyph>
);
export const EyeIcon = ({ shut }: { shut: boolean }) => (
  <Glyph>
    <path d="M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8z" />
    {knot(8, 8)}
    {shut ? <path d="m2.5 13.5 11-11" /> : null}
  </Glyph>
);
export const UndoIcon = () => (
  <Glyph>
    <path d="M5 2.8 2.2 5.6 5 8.4M2.5 5.6H10a3.6 3.6 0 0 1 0 7.2H5.5" />
  </Glyph>
);
export const BinIcon = () => (
  <Glyph>
    <path d="M2.5 4.2h11M6 4V2.5h4V4M4 4.5l.6 9h6.8l.6-9M6.7 7v4M9.3 7v4" />
  </Glyph>
);
export const LockIcon = ({ shut }: { shut: boolean }) => (
  <Glyph>
    <path d={shut ? 'M5 7V5a3 3 0 0 1 6 0v2' : 'M5 7V4.5a3 3 0 0 1 5.8-1'} />
    <rect x="3.5" y="7" width="9" height="6.5" rx="1" />
  </Glyph>
);
export const WordsIcon = () => (
  <Glyph>
    <path d="m3 13 .6-2.8L10.8 3a1.3 1.3 0 0 1 1.9 0l.3.3a1.3 1.3 0 0 1 0 1.9l-7.2 7.2z" />
  </Glyph>
);
