/** Runs of a property test; more with PROPERTY_RUNS set. */
export const propertyRuns = Number(process.env['PROPERTY_RUNS'] ?? 200);
