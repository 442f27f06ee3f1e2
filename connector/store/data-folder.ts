// The one folder where an installation without a database server keeps everything: database, key, local org.
import { access, chmod, mkdir, realpath, stat } from 'node:fs/promises';
import { constants } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../errors.ts';

/**
 * Returns the folder's real path: a database server that survived is known by it, whichever way the folder is named.
 * Throws `data_folder_not_writable`.
 */
export async function makeDataFolder(folder: string): Promise<string> {
  try {
    // Folders above get the usual rights: with 0700, the server's unprivileged user could not pass them.
    await mkdir(dirname(folder), { recursive: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK | constants.X_OK);
    const { uid, mode } = await stat(folder);
    // The server's unprivileged user must pass through; what lies here is closed file by file.
    if (process.getuid?.() === 0 && uid === 0) await chmod(folder, (mode & 0o777) | 0o011);
    return await realpath(folder);
  } catch (cause) {
    throw new AppError('data_folder_not_writable', `The data folder ${folder} cannot be written.`, {
      fix: 'Give this user the right to write there, or set BOOKBRIDGE_DATA to another folder.',
      cause,
    });
  }
}
