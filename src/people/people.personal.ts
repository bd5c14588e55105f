import type { PersonalData } from '../platform/personal/personal-table.js';
import { type PersonalRecord, peopleThemselves } from '../platform/reads/personal-record.js';

export const profile: PersonalRecord = { kind: 'profile', reason: 'looking_after_accounts', owners: peopleThemselves };

export const peoplePersonal: PersonalData = {
  tables: [
    {
      table: 'one_time_link',
      purpose: 'Confirms an address, or sets a new password',
      mine: 't.email_canonical = (select p.email_canonical from person p where p.id = $1)',
      takes: 't.purpose, t.email, t.chosen_name, t.requested_at, t.used_at',
      whenErased: { fate: 'erased' },
      goesAfter: { column: 't.requested_at', time: '1 day' },
    },
    {
      table: 'refresh_token',
      purpose: 'Keeps a device signed in',
      mine: 't.sign_in_id in (select id from sign_in where person_id = $1)',
      takes: { nothing: 'Secrets, kept as hashes' },
      whenErased: { fate: 'erased' },
    },
    {
      table: 'sign_in',
      purpose: 'Where you are signed in',
      mine: 't.person_id = $1',
      takes: 't.id, t.device, t.started_at, t.last_used_at, t.expires_at, t.ended_at',
      whenErased: { fate: 'erased' },
      goesAfter: { column: 'least(t.ended_at, t.expires_at)', time: '90 days' },
    },
    {
      table: 'credential',
      purpose: 'Recognises your password',
      mine: 't.person_id = $1',
      takes: { nothing: 'A password is kept as a hash, which tells nothing' },
      whenErased: { fate: 'erased' },
    },
    {
      table: 'role_grant',
      purpose: 'What you may do at the college',
      mine: 't.person_id = $1',
      takes: 't.role, t.granted_at, t.ended_at',
      whenErased: {
        fate: 'anonymised',
        because: 'Who was allowed what, and when, stays provable by ids alone.',
        how: ['update role_grant set ended_at = greatest(now(), granted_at), ended_by = $1 where person_id = $1 and ended_at is null'],
      },
      doers: ['granted_by', 'ended_by'],
    },
    {
      table: 'safe_contact',
      purpose: 'How you may safely be reached',
      mine: 't.person_id = $1',
      takes: 't.version, t.channels, t.discreet, t.learner_will_initiate, t.confirmed_at',
      whenErased: { fate: 'erased' },
    },
    {
      table: 'registration',
      purpose: 'Being a student of the college',
      mine: 't.person_id = $1',
      takes: 't.state, t.eligibility_basis, t.residence_area, t.heard_from, t.charter_version, t.charter_accepted_at, t.welcome_conversation_wanted, t.activated_at',
      whenErased: { fate: 'erased' },
    },
    {
      table: 'person',
      purpose: 'Your account',
      mine: 't.id = $1',
      takes: 't.id, t.chosen_name, t.pronouns, t.email, t.date_of_birth, t.languages, t.created_at',
      whenErased: {
        fate: 'anonymised',
        because: 'An empty row stays, so that places, hours and credit that were counted still add up.',
        how: [
          `update person set chosen_name = null, pronouns = null, email = null, email_canonical = null, email_confirmed_at = null, date_of_birth = null, languages = '{}' where id = $1`,
        ],
      },
    },
  ],
};
