import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { Config, prefix } from '../platform/config.js';
import { Database } from '../platform/database/database.js';
import { changed, rows } from '../platform/database/sql.js';
import { columnsOf } from '../platform/database/tables.js';
import { Every } from '../platform/jobs/job.decorators.js';
import { KeyFolder } from '../platform/keys/key-folder.js';
import { KeysOutOfReach } from '../platform/keys/master-keys.js';
import { seal, unlessDamaged, unseal } from '../platform/keys/sealing.js';
import { hashOfSecret } from '../platform/secrets.js';
import { CertificateAddress } from './certificate.entity.js';
import type { StoredCertificate } from './certificate.queries.js';

const atOnce = 2000;

type Kept = Pick<StoredCertificate, 'id' | 'sealed' | 'token'>;

/**
 * Where whoever holds a paper can check it. Looked up by a hash; kept sealed, as the same address is printed again
 * (BR-235).
 */
@Injectable()
export class CertificateAddressService {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyFolder,
    private readonly config: Config,
  ) {}

  /** What a new certificate keeps of its address. */
  async make(id: string): Promise<{ hash: Buffer; sealed: Buffer }> {
    const token = randomBytes(32).toString('base64url');
    return { hash: hashOfSecret(token), sealed: seal(await this.key(), Buffer.from(token), about(id)) };
  }

  /** The address, to be printed; 503 `keys_out_of_reach` while the key that opens it is not there. */
  async printed(certificate: Kept): Promise<string> {
    const address = await this.shown(certificate);
    if (address === undefined) throw new KeysOutOfReach('The address of a certificate does not open');
    return address;
  }

  /** The same to be shown among other things; undefined where it does not open. */
  async shown({ id, sealed, token }: Kept): Promise<string | undefined> {
    const key = await this.key();
    const opened = sealed ? unlessDamaged(() => unseal(key, sealed, about(id)).toString()) : token;
    return opened ? `${this.config.publicUrl}/${prefix}/verify/${opened}` : undefined;
  }

  /** Seals what was printed before addresses were sealed; so many in one night. */
  @Every('53 2 * * *', 'seal-printed-addresses')
  async sealPrinted(): Promise<void> {
    const key = await this.key();
    await this.database.transaction(async (tx) => {
      const open = await rows<CertificateAddress & { token: string }>(
        tx,
        `
          select ${columnsOf(CertificateAddress, 'a')}
          from certificate_address a
          where a.token is not null
          order by a.certificate_id
          limit $1
          for no key update`,
        [atOnce],
      );
      const sealed = open.map(({ certificateId, token }) => seal(key, Buffer.from(token), about(certificateId)));
      await changed(
        tx,
        `
          update certificate_address a
          set sealed = s.sealed, token = null
          from unnest($1::uuid[], $2::bytea[]) as s (id, sealed)
          where a.certificate_id = s.id`,
        [open.map(({ certificateId }) => certificateId), sealed],
      );
    });
  }

  private key = (): Promise<Buffer> => this.keys.secretFor('certificate addresses');
}

const about = (certificateId: string) => ['certificate address', certificateId];
