import type { Policy } from '../college/policy.dto.js';
import type { PersonalData } from '../platform/personal/personal-table.js';
import { type PersonalRecord, peopleThemselves } from '../platform/disclosure/personal-record.js';
import { awaySinceSql } from './account/person.sql.js';

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

/** What people confide goes once they were away that long (BR-230). */
const confided = { setting: 'confidedYears' satisfies keyof Policy };
const awaySince = awaySinceSql('t.person_id');

export const peoplePersonal: PersonalData = {
  tables: [
    {
      table: 'one_time_link',
      rowsOf: `
        t.email_canonical in (
          select unnest(array[p.email_canonical::text, p.sign_in_number::text])
          from person p
          where p.id = $1
        )`,
      exports: `t.purpose, t.email, t.chosen_name, t.requested_at, t.delivered_at, t.used_at, t.expires_at`,
      whenErased: { fate: 'erased' },
      goesAfter: { column: 'greatest(t.requested_at, t.delivered_at)', time: '1 day' },
    },
    {
      table: 'account_trace',
      rowsOf: 't.person_id = $1',
      exports: 't.kind, t.hour',
      whenErased: { fate: 'erased' },
      goesAfter: { column: 't.hour', time: '1 day' },
    },
    {
      table: 'refresh_token',
      rowsOf: 't.sign_in_id in (select id from sign_in where person_id = $1)',
      exports: { nothing: 'Secrets, kept as hashes' },
      whenErased: { fate: 'erased', with: 'sign_in' },
    },
    {
      table: 'device_token',
      rowsOf: 't.person_id = $1',
      exports: 't.created_at, t.last_used_at, t.expires_at',
      whenErased: { fate: 'erased' },
      goesAfter: { column: 't.expires_at', time: '0 days' },
    },
    {
      table: 'recovery_code',
      rowsOf: 't.person_id = $1',
      exports: { nothing: 'Secrets, kept as hashes' },
      whenErased: { fate: 'erased' },
    },
    {
      table: 'password_recovery_code',
      rowsOf: 't.person_id = $1',
      exports: { nothing: 'Secrets, kept as hashes' },
      whenErased: { fate: 'erased' },
    },
    {
      table: 'second_factor',
      rowsOf: 't.person_id = $1',
      exports: 't.started_at, t.confirmed_at',
      whenErased: { fate: 'erased' },
    },
    {
      table: 'role_request',
      rowsOf: 't.person_id = $1',
      exports: 't.role, t.ending, t.asked_at, t.state, t.decided_at',
      whenErased: {
        fate: 'anonymised',
        statements: [
          `
            update role_request
            set state = 'declined', decided_at = $2, decided_by = $1
            where person_id = $1 and state = 'awaiting_second'`,
        ],
      },
      namesStaff: ['asked_by', 'decided_by'],
    },
    {
      table: 'consent',
      rowsOf: 't.person_id = $1',
      exports: 't.purpose, t.number, t.state, t.text_version, t.method, t.said_at',
      whenErased: { fate: 'erased' },
    },
    {
      table: 'support_need',
      rowsOf: 't.person_id = $1',
      exports: 't.id, t.kind, t.shared, t.from_on, t.to_on, t.added_at, t.key_id, t.sealed as text',
      decrypts: { text: 'support_need {id}' },
      sealedUnder: 't.key_id',
      whenErased: { fate: 'erased' },
      goesAfter: { column: `least(t.to_on, ${awaySince})`, time: confided },
    },
    {
      table: 'emergency_contact_use',
      rowsOf: 't.person_id = $1',
      exports: 't.reason, t.used_at',
      whenErased: { fate: 'erased' },
      goesAfter: { column: 't.used_at', time: '2 years' },
      namesStaff: ['used_by'],
    },
    {
      table: 'emergency_contact_use_by_name',
      rowsOf: 't.person_id = $1',
      exports: 't.used_at, t.reason, t.called',
      whenErased: { fate: 'retained', rule: 'BR-217', until: `(t.used_at + interval '2 years')` },
    },
    {
      table: 'emergency_contact',
      rowsOf: 't.person_id = $1',
      exports: 't.knows_about_college, t.key_id, t.sealed as text',
      decrypts: { text: 'emergency_contact' },
      sealedUnder: 't.key_id',
      whenErased: { fate: 'erased' },
      goesAfter: { column: awaySince, time: confided },
    },
    {
      table: 'person_name',
      rowsOf: 't.person_id = $1',
      exports: 't.printed, t.key_id, t.legal, t.custom',
      decrypts: { legal: 'person_name legal', custom: 'person_name custom' },
      sealedUnder: 't.key_id',
      whenErased: { fate: 'erased' },
    },
    {
      table: 'sign_in',
      rowsOf: 't.person_id = $1',
      exports: `t.id, t.device, t.started_at, t.last_used_at, t.expires_at, t.ended_at, t.card_id, t.proved_at, t.with_factor, t.shared`,
      whenErased: { fate: 'erased' },
      goesAfter: { column: 'least(t.ended_at, t.expires_at)', time: '90 days' },
    },
    {
      table: 'earlier_password',
      rowsOf: 't.person_id = $1',
      exports: { nothing: 'A password is kept as a hash, which tells nothing' },
      whenErased: { fate: 'erased' },
      goesAfter: { column: 't.until', time: '0 days' },
    },
    {
      table: 'credential',
      rowsOf: 't.person_id = $1',
      exports: { nothing: 'A password is kept as a hash, which tells nothing' },
      whenErased: { fate: 'erased' },
    },
    {
      table: 'password_card',
      rowsOf: 't.person_id = $1',
      exports: `
        t.id, t.needs_second, t.made_at, t.confirmed_at, t.expires_at, t.used_at, t.told_how, t.told_at, t.ended_at`,
      whenErased: { fate: 'erased' },
      goesAfter: {
        column: 't.expires_at',
        time: '90 days',
        only: `
          not exists (select from credential c where c.card_id = t.id)
          and not exists (select from sign_in s where s.card_id = t.id)
          and not exists (select from earlier_password e where e.card_id = t.id)`,
      },
      namesStaff: ['made_by', 'confirmed_by', 'told_by', 'ended_by'],
    },
    {
      table: 'role_grant',
      rowsOf: 't.person_id = $1',
      exports: 't.role, t.granted_at, t.ended_at',
      whenErased: {
        fate: 'anonymised',
        statements: [
          `
            update role_grant
            set ended_at = greatest($2::timestamptz, granted_at), ended_by = $1
            where person_id = $1 and ended_at is null`,
        ],
      },
      namesStaff: ['granted_by', 'ended_by'],
    },
    {
      table: 'safe_contact',
      rowsOf: 't.person_id = $1',
      exports:
        't.version, t.channels, t.discreet, t.learner_will_initiate, t.reset_by_email, t.confirmed_at, t.awaits_owner',
      whenErased: { fate: 'erased' },
      // The newest stays: it says what is closed, and on which way a wider one is confirmed.
      goesAfter: {
        column: `(
          select min(s.confirmed_at)
          from safe_contact s
          where s.person_id = t.person_id and s.version > t.version
        )`,
        time: confided,
      },
    },
    {
      table: 'contact_change',
      rowsOf: 't.person_id = $1',
      exports: `t.kind, t.state, t.way, t.wish, t.new_email, t.requested_at, t.expires_at, t.agreed_at, t.agreed_because`,
      whenErased: { fate: 'erased' },
      goesAfter: {
        column: 't.expires_at',
        time: '90 days',
        only: 'not exists (select from safe_contact s where s.change_id = t.id)',
      },
      namesStaff: ['agreed_by'],
    },
    {
      table: 'earlier_basis',
      rowsOf: 't.person_id = $1',
      exports: 't.through_year, t.eligibility_basis',
      whenErased: { fate: 'erased' },
    },
    {
      table: 'registration',
      rowsOf: 't.person_id = $1',
      exports: `
        t.state, t.eligibility_basis, t.residence_area, t.heard_from, t.charter_version, t.charter_language, t.charter_accepted_at,
        t.welcome_conversation_asked_at, t.activated_at`,
      whenErased: { fate: 'erased' },
      staysCounted: true,
    },
    {
      table: 'person',
      rowsOf: 't.id = $1',
      exports: `t.id, t.chosen_name, t.pronouns, t.email, t.sign_in_number, t.date_of_birth, t.languages, t.created_at, t.email_confirmed_at`,
      whenErased: {
        fate: 'anonymised',
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
