import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigError } from '@plimsoll/shared';

/**
 * Starts listening; resolves to the port, which the system chooses when 0 is asked for.
 *
 * @throws ConfigError when the port is taken or may not be used
 */
export async function listen(server: Server, port: number, host: string | undefined): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') {
        reject(new ConfigError(`port ${port} is taken; use --port (or PORT) to choose another`));
      } else if (error.code === 'EACCES') {
        reject(
          new ConfigError(`port ${port} needs more rights than this process has; use --port above 1023`),
        );
      } else {
        reject(error);
      }
    });
    server.listen({ port, host }, resolve);
  });
  return (server.address() as AddressInfo).port;
}
