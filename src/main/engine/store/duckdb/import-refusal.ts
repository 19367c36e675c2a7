import { AppError } from '../../core/app-error.ts';

/** An error about a file, with the file in its details. */
export function refused(path: string, message: string): AppError {
  return new AppError('IMPORT_FILE', message, { path });
}
