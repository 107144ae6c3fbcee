import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { SecureContextOptions } from 'node:tls';
import { every } from '@heliograph/runtime';
import type { Log } from '@heliograph/stream';
import { Gauge, type Registry } from 'prom-client';
import type { z } from 'zod';
import type { Config } from '../config.ts';

/** Where certificate (with the chain to its authority) and private key lie, both as PEM. */
interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
}

/** What a TLS server is given. Nobody has to talk TLS 1.0 or 1.1 any more (RFC 8996). */
export interface TlsCredentials extends SecureContextOptions {
  readonly cert: string;
  readonly key: string;
  readonly minVersion: 'TLSv1.2';
}

/** Thrown where the files cannot be used. The message has their names and nothing of what is in them. */
class TlsError extends Error {
  override readonly name = 'TlsError';
}

/** Reads and tries the files. Rejects with a TlsError where one is missing, is no PEM, or they do not belong together. */
async function readCredentials({ certificate, key }: TlsFiles): Promise<TlsCredentials> {
  try {
    const credentials = {
      cert: await readFile(certificate, 'utf8'),
      key: await readFile(key, 'utf8'),
      minVersion: 'TLSv1.2' as const,
    };
    // The TLS server itself would take an empty key without a word, and then fail every handshake.
    if (!new X509Certificate(credentials.cert).checkPrivateKey(createPrivateKey(credentials.key)))
      throw new Error('the private key is that of another certificate');
    return credentials;
  } catch (cause) {
    throw new TlsError(`${certificate} and ${key} are not a certificate and its private key`, { cause });
  }
}

/** When a certificate expires, milliseconds since the epoch. */
function expiryOf({ cert }: TlsCredentials): number {
  return Date.parse(new X509Certificate(cert).validTo);
}

/** A look at two small files. Polled, because certificates are replaced in ways that no watcher of files sees (symlinks). */
const LOOK_EVERY_MS = 10_000;

export interface Tls {
  readonly credentials: TlsCredentials;
  /** Calls `changed` from now on with what is new in the files. */
  watch(changed: (credentials: TlsCredentials) => void): void;
  stop(): Promise<void>;
}

/** Undefined where no files are configured. Rejects with a TlsError. */
export async function startTls(
  { gatewayTlsCertificate, gatewayTlsKey }: Pick<z.infer<typeof Config>, 'gatewayTlsCertificate' | 'gatewayTlsKey'>,
  registry: Registry,
  log: Log,
  everyMs = LOOK_EVERY_MS,
): Promise<Tls | undefined> {
  if (gatewayTlsCertificate === undefined || gatewayTlsKey === undefined) return undefined;
  const files = { certificate: gatewayTlsCertificate, key: gatewayTlsKey };
  let inForce = await readCredentials(files);
  let watching: { stop(): Promise<void> } | undefined;
  new Gauge({
    name: 'heliograph_tls_certificate_expires_timestamp_seconds',
    help: 'When the certificate in force expires, seconds since the epoch',
    registers: [registry],
    collect() {
      this.set(expiryOf(inForce) / 1000);
    },
  });

  /** Between the writing of one file and of the other they do not belong together: the old pair stays in force. */
  async function look(changed: (credentials: TlsCredentials) => void): Promise<void> {
    try {
      const now = await readCredentials(files);
      if (now.cert === inForce.cert && now.key === inForce.key) return;
      inForce = now;
      changed(now);
      log.info({ expires: new Date(expiryOf(now)).toISOString() }, 'the TLS certificate was replaced');
    } catch (error) {
      log.warn({ err: error }, 'the TLS files cannot be used; the old certificate stays in force');
    }
  }

  return {
    credentials: inForce,
    watch(changed) {
      watching = every({ everyMs, firstAfterMs: everyMs, work: () => look(changed) });
    },
    stop: async () => watching?.stop(),
  };
}
