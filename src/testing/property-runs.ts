/** The environment, where there is one: tests of the page's sources are checked without Node's types. */
const { process } = globalThis as { process?: { env: Record<string, string | undefined> } };

/** Runs of a property test; more with PROPERTY_RUNS set. */
export const propertyRuns = Number(process?.env['PROPERTY_RUNS'] ?? 200);

/** How long a property over a running desk may take, ms: some hundredths of a second a run, on a busy machine far more. */
export const propertyTimeout = propertyRuns * 2000;
