/**
 * A sign-in, its first refresh token ($8) where it gets one, and the device: a token of this person that was shown ($9)
 * is used, else one is given ($10) where there is to be one. $12 is the card whose password it was begun with.
 */
export const beginSignIn = `
  with used as (
    update device_token
    set last_used_at = $4
    where hash = $9::bytea and person_id = $2 and expires_at > $4
    returning hash
  ), given as (
    insert into device_token (hash, person_id, created_at, last_used_at, expires_at)
    select $10::bytea, $2, $4, $4, $11
    where $10::bytea is not null and not exists (select from used)
    returning hash
  ), begun as (
    insert into sign_in (
      id, person_id, device, started_at, last_used_at, expires_at, with_factor, shared, device_token, card_id
    )
    select $1, $2, $3, $4, $4, $5, $6, $7, coalesce((select hash from used), (select hash from given)), $12
    returning id
  ), refreshed as (
    insert into refresh_token (hash, sign_in_id, generation, issued_at)
    select $8::bytea, id, 1, $4
    from begun
    where $8::bytea is not null
  )
  select exists (select from used) as known,
    exists (select from event e where e.person_id = $2 and e.type = 'sign_in.started') as before`;

/** Live, and not kept from the sign-in $2, which $5 says to be by a card that closes what is earlier. */
export const mayEnd = `
  s.ended_at is null
  and (not $5::boolean or s.card_id = (select asking.card_id from sign_in asking where asking.id = $2))`;
