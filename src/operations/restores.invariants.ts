import { clocksApart, type Invariant } from './invariant.js';

/** What holds after the database was brought back from a backup. */
export const restores: readonly Invariant[] = [
  {
    code: 'restore.signs_everybody_out',
    says: 'No sign-in from before a restore goes on after it (BR-191).',
    broken: `
      select s.id
      from sign_in s
      where s.ended_at is null and s.started_at < (select max(r.found_at) - ${clocksApart} from restore r where r.ready_at is not null)`,
  },
  {
    code: 'restore.contact_awaits_its_owner',
    says: 'No way of contact that was said before a restore reaches out before its owner confirmed it (BR-191).',
    broken: `
      select s.id
      from safe_contact s
      where s.channels - 'inApp' <> '{}'
        and not s.awaits_owner
        and s.confirmed_at < (select max(r.found_at) - ${clocksApart} from restore r where r.ready_at is not null)
        and not exists (select from safe_contact n where n.person_id = s.person_id and n.version > s.version)`,
  },
  {
    code: 'restore.no_letter_while_held',
    says: 'No letter left between a restore and its release by staff, and none a second time after it (BR-191).',
    broken: `
      select m.id
      from message m
      join restore r on m.sent_at >= r.found_at
      where m.channel = 'email'
        and m.state = 'sent'
        and (r.released_at is null or m.sent_at < r.released_at - ${clocksApart} or m.planned_at < r.found_at - ${clocksApart})`,
  },
];
