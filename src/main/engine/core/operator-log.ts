/** Lines for whoever runs the program (stderr), not for the trader's log. Never put a secret in one. */
export interface OperatorLog {
  info(message: string): void;
  error(message: string, cause?: unknown): void;
}

export const stderrLog: OperatorLog = {
  info: (message) => process.stderr.write(`${message}\n`),
  error: (message, cause) => {
    const trace =
      cause instanceof Error ? (cause.stack ?? cause.message) : cause === undefined ? '' : JSON.stringify(cause);
    process.stderr.write(`${message}${trace === '' ? '' : `\n${trace}`}\n`);
  },
};

export const silentLog: OperatorLog = { info: () => {}, error: () => {} };
