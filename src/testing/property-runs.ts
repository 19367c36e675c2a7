/** The environment, where there is one: tests of the page's sources are checked without Node's types. */
const { process } = globalThis as { process?: { env: Record<string, string | undefined> } };

/** Runs of a property test; more with PROPERTY_RUNS set. */
export const propertyRuns = Number(process?.env['PROPERTY_RUNS'] ?? 200);
