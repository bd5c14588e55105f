import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { Database } from '../../platform/database/database.js';
import { row, type Tx } from '../../platform/database/sql.js';
import { columnsOf, lockRow, putRow } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { DisclosureLogService } from '../../platform/disclosure/disclosure-log.service.js';
import type { LegalNameDto, NamesChange, NamesDto } from './names.dto.js';
import { type LegalNameReason, unnamed } from './names.rules.js';
import { PersonName } from './person-name.entity.js';
import { Person } from '../account/person.entity.js';
import { legalNameRecord } from '../people.personal.js';
import { PrivateTextService } from './private-text.service.js';

type KeptNames = Pick<PersonName, 'keyId' | 'legal' | 'custom' | 'printed' | 'version'>;
type NamesRow = Pick<Person, 'chosenName'> & { [P in keyof KeptNames]: KeptNames[P] | null };

const names = `
  select p.chosen_name as "chosenName", ${columnsOf(PersonName, 'n', 'keyId', 'legal', 'custom', 'printed', 'version')}
  from person p
  left join person_name n on n.person_id = p.id
  where p.id = $1`;

type Kept = 'legal' | 'custom';

/**
 * The names of a person beside the chosen one: sealed, and shown nowhere but on paper that its owner wants so (BR-158,
 * BR-159, I-18).
 */
@Injectable()
export class PrintedNameService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly texts: PrivateTextService,
    private readonly disclosureLog: DisclosureLogService,
  ) {}

  async mine({ personId }: Actor): Promise<NamesDto> {
    return this.database.transaction(async (tx) => {
      const found = await this.find(tx, personId);
      return {
        chosenName: found.chosenName,
        legalName: await this.open(personId, 'legal', found),
        customName: await this.open(personId, 'custom', found),
        nameOnCertificate: found.printed ?? 'chosen',
        printedName: await this.printed(tx, personId),
        version: found.version ?? 0,
      };
    });
  }

  /**
   * Undefined leaves a name as it is. 422 `printed_name_missing` for printing a name that is not there. Issued papers
   * stay as they are (I-18).
   */
  async change(actor: Actor, { legalName, customName, nameOnCertificate }: NamesChange): Promise<void> {
    const { personId } = actor;
    await this.database.command(actor, async (tx) => {
      await lockRow(tx, Person, { id: personId }, ['id'], 'for no key update');
      const found = await this.find(tx, personId);
      const legal = await this.kept(tx, personId, 'legal', legalName, found);
      const custom = await this.kept(tx, personId, 'custom', customName, found);
      await putRow(tx, PersonName, ['personId'], {
        personId,
        keyId: legal.keyId ?? custom.keyId,
        legal: legal.sealed,
        custom: custom.sealed,
        printed: nameOnCertificate ?? found.printed ?? 'chosen',
      });
      await this.events.record(tx, actor, { type: 'names.changed', subjectId: personId });
      return personId;
    });
  }

  /**
   * For an administrator with a reason. The reading is on record, with the reason, before it is answered (BR-158). 404
   * for an unknown person.
   */
  async readLegal(actor: Actor, personId: string, reason: LegalNameReason): Promise<LegalNameDto> {
    const found = await this.database.transaction((tx) => this.find(tx, personId));
    await this.disclosureLog.recordReading(actor, { ...legalNameRecord, reason, subjects: [personId] });
    return { personId, legalName: await this.open(personId, 'legal', found) };
  }

  /** The name for paper: the one that the person wants there; never the legal one instead of a missing chosen one. */
  async printed(tx: Tx, personId: string): Promise<string> {
    const found = await this.find(tx, personId);
    const other =
      found.printed === 'legal' || found.printed === 'custom' ? await this.open(personId, found.printed, found) : null;
    return other ?? found.chosenName ?? unnamed;
  }

  private async find(tx: Tx, personId: string): Promise<NamesRow> {
    const found = await row<NamesRow>(tx, names, [personId]);
    if (!found) throw refuse(platformRefusals.not_found);
    return found;
  }

  private async open(personId: string, which: Kept, { keyId, [which]: sealed }: NamesRow): Promise<string | null> {
    return keyId === null || sealed === null ? null : this.texts.open(personId, placeOf(which), { keyId, sealed });
  }

  private async kept(
    tx: Tx,
    personId: string,
    which: Kept,
    wish: string | null | undefined,
    found: NamesRow,
  ): Promise<{ keyId: string | null; sealed: Buffer | null }> {
    if (wish === undefined) return { keyId: found[which] && found.keyId, sealed: found[which] };
    return wish === null ? { keyId: null, sealed: null } : this.texts.seal(tx, personId, placeOf(which), wish);
  }
}

const placeOf = (which: Kept) => `person_name ${which}`;
