import type { PersonalData } from '../platform/personal/personal-table.js';
import { type PersonalRecord, peopleThemselves } from '../platform/disclosure/personal-record.js';

export const legalNameRecord: PersonalRecord = {
  kind: 'legal_name',
  reason: 'printing_certificates',
  owners: peopleThemselves,
};
export const emergencyContact: PersonalRecord = {
  kind: 'emergency_contact',
  reason: 'danger',
  owners: peopleThemselves,
};
export const passwordCard: PersonalRecord = {
  kind: 'password_card',
  reason: 'setting_a_password',
  owners: peopleThemselves,
};
export const profile: PersonalRecord = { kind: 'profile', reason: 'looking_after_accounts', owners: peopleThemselves };

export const peoplePersonal: PersonalData = {
  tables: [
    {
      table: 'one_time_link',
      purpose: 'Confirms an address, or sets a new password',
      rowsOf: 't.email_canonical = (select p.email_canonical from person p where p.id = $1)',
      exports: 't.purpose, t.email, t.chosen_name, t.requested_at, t.used_at',
      whenErased: { fate: 'erased' },
      goesAfter: { column: 't.requested_at', time: '1 day' },
    },
    {
      table: 'refresh_token',
      purpose: 'Keeps a device signed in',
      rowsOf: 't.sign_in_id in (select id from sign_in where person_id = $1)',
      exports: { nothing: 'Secrets, kept as hashes' },
      whenErased: { fate: 'erased' },
    },
    {
      table: 'recovery_code',
      purpose: 'Lets you in when your second factor is lost',
      rowsOf: 't.person_id = $1',
      exports: { nothing: 'Secrets, kept as hashes' },
      whenErased: { fate: 'erased' },
    },
    {
      table: 'second_factor',
      purpose: 'Recognises you by a code of the moment',
      rowsOf: 't.person_id = $1',
      exports: 't.started_at, t.confirmed_at',
      whenErased: { fate: 'erased' },
    },
    {
      table: 'role_request',
      purpose: 'That somebody asked for you to be an administrator',
      rowsOf: 't.person_id = $1',
      exports: 't.role, t.asked_at, t.state, t.decided_at',
      whenErased: {
        fate: 'anonymised',
        because: 'Who asked for whom, and who confirmed it, stays provable by ids alone.',
        statements: [
          `
            update role_request
            set state = 'declined', decided_at = now(), decided_by = $1
            where person_id = $1 and state = 'awaiting_second'`,
        ],
      },
      namesStaff: ['asked_by', 'decided_by'],
    },
    {
      table: 'consent',
      purpose: 'What you agreed to, and what you took back',
      rowsOf: 't.person_id = $1',
      exports: 't.purpose, t.number, t.state, t.text_version, t.method, t.said_at',
      whenErased: { fate: 'erased' },
    },
    {
      table: 'support_need',
      purpose: 'What you need so that you can take part',
      rowsOf: 't.person_id = $1',
      exports: 't.id, t.kind, t.shared, t.from_on, t.to_on, t.added_at, t.key_id, t.sealed as text',
      decrypts: { text: 'support_need {id}' },
      whenErased: { fate: 'erased' },
    },
    {
      table: 'emergency_contact_use',
      purpose: 'That somebody opened whom to call when you are in danger',
      rowsOf: 't.person_id = $1',
      exports: 't.reason, t.used_at',
      whenErased: { fate: 'erased' },
      namesStaff: ['used_by'],
    },
    {
      table: 'emergency_contact',
      purpose: 'Whom to call when you are in danger',
      rowsOf: 't.person_id = $1',
      exports: 't.knows_about_college, t.key_id, t.sealed as text',
      decrypts: { text: 'emergency_contact' },
      whenErased: { fate: 'erased' },
    },
    {
      table: 'person_name',
      purpose: 'Your names for paper',
      rowsOf: 't.person_id = $1',
      exports: 't.printed, t.key_id, t.legal, t.custom',
      decrypts: { legal: 'person_name legal', custom: 'person_name custom' },
      whenErased: { fate: 'erased' },
    },
    {
      table: 'sign_in',
      purpose: 'Where you are signed in',
      rowsOf: 't.person_id = $1',
      exports: 't.id, t.device, t.started_at, t.last_used_at, t.expires_at, t.ended_at',
      whenErased: { fate: 'erased' },
      goesAfter: { column: 'least(t.ended_at, t.expires_at)', time: '90 days' },
    },
    {
      table: 'first_password_code',
      purpose: 'Lets you set a password with a card',
      rowsOf: 't.person_id = $1',
      exports: 't.made_at, t.expires_at, t.used_at',
      whenErased: { fate: 'erased' },
      goesAfter: { column: 't.expires_at', time: '30 days' },
      namesStaff: ['made_by'],
    },
    {
      table: 'credential',
      purpose: 'Recognises your password',
      rowsOf: 't.person_id = $1',
      exports: { nothing: 'A password is kept as a hash, which tells nothing' },
      whenErased: { fate: 'erased' },
    },
    {
      table: 'role_grant',
      purpose: 'What you may do at the college',
      rowsOf: 't.person_id = $1',
      exports: 't.role, t.granted_at, t.ended_at',
      whenErased: {
        fate: 'anonymised',
        because: 'Who was allowed what, and when, stays provable by ids alone.',
        statements: [
          `
            update role_grant
            set ended_at = greatest(now(), granted_at), ended_by = $1
            where person_id = $1 and ended_at is null`,
        ],
      },
      namesStaff: ['granted_by', 'ended_by'],
    },
    {
      table: 'safe_contact',
      purpose: 'How you may safely be reached',
      rowsOf: 't.person_id = $1',
      exports: 't.version, t.channels, t.discreet, t.learner_will_initiate, t.confirmed_at',
      whenErased: { fate: 'erased' },
    },
    {
      table: 'contact_change',
      purpose: 'Changes of how you may be reached, until you confirm them',
      rowsOf: 't.person_id = $1',
      exports: 't.kind, t.state, t.way, t.wish, t.new_email, t.requested_at, t.expires_at, t.agreed_at',
      whenErased: { fate: 'erased' },
      goesAfter: {
        column: 't.expires_at',
        time: '90 days',
        only: 'not exists (select from safe_contact s where s.change_id = t.id)',
      },
      namesStaff: ['agreed_by'],
    },
    {
      table: 'registration',
      purpose: 'Being a student of the college',
      rowsOf: 't.person_id = $1',
      exports: `
        t.state, t.eligibility_basis, t.residence_area, t.heard_from, t.charter_version, t.charter_accepted_at,
        t.welcome_conversation_wanted, t.activated_at`,
      whenErased: { fate: 'erased' },
    },
    {
      table: 'person',
      purpose: 'Your account',
      rowsOf: 't.id = $1',
      exports: 't.id, t.chosen_name, t.pronouns, t.email, t.sign_in_number, t.date_of_birth, t.languages, t.created_at',
      whenErased: {
        fate: 'anonymised',
        because: 'An empty row stays, so that places, hours and credit that were counted still add up.',
        statements: [
          `
            update person
            set chosen_name = null, pronouns = null, email = null, email_canonical = null, email_confirmed_at = null,
              date_of_birth = null, languages = '{}', sign_in_number = null
            where id = $1`,
        ],
      },
    },
  ],
};
