import { z } from 'zod';

/** Longer than any name of the contract; keeps a hostile name out of sentences and logs. */
const name = z.string().max(60);
const id = z.int().nonnegative().max(0xffff_ffff);

/** The envelope of everything a client may send; `args` are checked against the call's or topic's own schema. */
export const clientMessageSchema = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('call'), id, name, args: z.unknown() }),
  z.strictObject({ t: z.literal('sub'), id, topic: name, args: z.unknown() }),
  z.strictObject({ t: z.literal('unsub'), id }),
]);

/** Three issues at most, in a sentence a person can act on. */
export function invalidSentence(what: string, error: z.ZodError): string {
  const issues = error.issues.slice(0, 3).map(({ path, message }) => {
    const at = path.map(String).join('.').slice(0, 80);
    return `${at === '' ? '' : `${at}: `}${message.slice(0, 160)}`;
  });
  return `${what} was refused because its fields do not fit: ${issues.join('; ')}.`;
}
