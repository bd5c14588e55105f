import { SqlMigration } from './sql-migration.js';

/** A time zone is a place. Instants follow from what its walls show by the rules of the database, and by no others. */
export class ZonesArePlaces1795000000203 extends SqlMigration {
  readonly name = 'ZonesArePlaces1795000000203';
  protected readonly sql = `
-- Old names of which only one place can be meant. Abbreviations and offsets stay: nobody but the college knows which place that is.
create temporary table zone_renamed (old, new) on commit drop as values
  ('Africa/Asmera', 'Africa/Asmara'), ('Africa/Timbuktu', 'Africa/Bamako'), ('America/Argentina/ComodRivadavia', 'America/Argentina/Catamarca'),
  ('America/Atka', 'America/Adak'), ('America/Buenos_Aires', 'America/Argentina/Buenos_Aires'), ('America/Catamarca', 'America/Argentina/Catamarca'),
  ('America/Coral_Harbour', 'America/Atikokan'), ('America/Cordoba', 'America/Argentina/Cordoba'), ('America/Ensenada', 'America/Tijuana'),
  ('America/Fort_Wayne', 'America/Indiana/Indianapolis'), ('America/Godthab', 'America/Nuuk'), ('America/Indianapolis', 'America/Indiana/Indianapolis'),
  ('America/Jujuy', 'America/Argentina/Jujuy'), ('America/Knox_IN', 'America/Indiana/Knox'), ('America/Louisville', 'America/Kentucky/Louisville'),
  ('America/Mendoza', 'America/Argentina/Mendoza'), ('America/Montreal', 'America/Toronto'), ('America/Nipigon', 'America/Toronto'),
  ('America/Pangnirtung', 'America/Iqaluit'), ('America/Porto_Acre', 'America/Rio_Branco'), ('America/Rainy_River', 'America/Winnipeg'),
  ('America/Rosario', 'America/Argentina/Cordoba'), ('America/Santa_Isabel', 'America/Tijuana'), ('America/Shiprock', 'America/Denver'),
  ('America/Thunder_Bay', 'America/Toronto'), ('America/Virgin', 'America/St_Thomas'), ('America/Yellowknife', 'America/Edmonton'),
  ('Antarctica/South_Pole', 'Antarctica/McMurdo'), ('Asia/Ashkhabad', 'Asia/Ashgabat'), ('Asia/Calcutta', 'Asia/Kolkata'),
  ('Asia/Choibalsan', 'Asia/Ulaanbaatar'), ('Asia/Chongqing', 'Asia/Shanghai'), ('Asia/Chungking', 'Asia/Shanghai'), ('Asia/Dacca', 'Asia/Dhaka'),
  ('Asia/Harbin', 'Asia/Shanghai'), ('Asia/Istanbul', 'Europe/Istanbul'), ('Asia/Kashgar', 'Asia/Urumqi'), ('Asia/Katmandu', 'Asia/Kathmandu'),
  ('Asia/Macao', 'Asia/Macau'), ('Asia/Rangoon', 'Asia/Yangon'), ('Asia/Saigon', 'Asia/Ho_Chi_Minh'), ('Asia/Tel_Aviv', 'Asia/Jerusalem'),
  ('Asia/Thimbu', 'Asia/Thimphu'), ('Asia/Ujung_Pandang', 'Asia/Makassar'), ('Asia/Ulan_Bator', 'Asia/Ulaanbaatar'),
  ('Atlantic/Faeroe', 'Atlantic/Faroe'), ('Atlantic/Jan_Mayen', 'Arctic/Longyearbyen'), ('Australia/ACT', 'Australia/Sydney'),
  ('Australia/Canberra', 'Australia/Sydney'), ('Australia/Currie', 'Australia/Hobart'), ('Australia/LHI', 'Australia/Lord_Howe'),
  ('Australia/NSW', 'Australia/Sydney'), ('Australia/North', 'Australia/Darwin'), ('Australia/Queensland', 'Australia/Brisbane'),
  ('Australia/South', 'Australia/Adelaide'), ('Australia/Tasmania', 'Australia/Hobart'), ('Australia/Victoria', 'Australia/Melbourne'),
  ('Australia/West', 'Australia/Perth'), ('Australia/Yancowinna', 'Australia/Broken_Hill'), ('Brazil/Acre', 'America/Rio_Branco'),
  ('Brazil/DeNoronha', 'America/Noronha'), ('Brazil/East', 'America/Sao_Paulo'), ('Brazil/West', 'America/Manaus'),
  ('Canada/Atlantic', 'America/Halifax'), ('Canada/Central', 'America/Winnipeg'), ('Canada/Eastern', 'America/Toronto'),
  ('Canada/Mountain', 'America/Edmonton'), ('Canada/Newfoundland', 'America/St_Johns'), ('Canada/Pacific', 'America/Vancouver'),
  ('Canada/Saskatchewan', 'America/Regina'), ('Canada/Yukon', 'America/Whitehorse'), ('Chile/Continental', 'America/Santiago'),
  ('Chile/EasterIsland', 'Pacific/Easter'), ('Cuba', 'America/Havana'), ('Eire', 'Europe/Dublin'), ('Etc/GMT', 'UTC'), ('Etc/GMT+0', 'UTC'),
  ('Etc/GMT-0', 'UTC'), ('Etc/GMT0', 'UTC'), ('Etc/Greenwich', 'UTC'), ('Etc/UCT', 'UTC'), ('Etc/UTC', 'UTC'), ('Etc/Universal', 'UTC'),
  ('Etc/Zulu', 'UTC'), ('Europe/Belfast', 'Europe/London'), ('Europe/Kiev', 'Europe/Kyiv'), ('Europe/Nicosia', 'Asia/Nicosia'),
  ('Europe/Tiraspol', 'Europe/Chisinau'), ('Europe/Uzhgorod', 'Europe/Kyiv'), ('Europe/Zaporozhye', 'Europe/Kyiv'), ('GB', 'Europe/London'),
  ('GB-Eire', 'Europe/London'), ('GMT', 'UTC'), ('GMT+0', 'UTC'), ('GMT-0', 'UTC'), ('GMT0', 'UTC'), ('Greenwich', 'UTC'),
  ('Hongkong', 'Asia/Hong_Kong'), ('Iceland', 'Atlantic/Reykjavik'), ('Iran', 'Asia/Tehran'), ('Israel', 'Asia/Jerusalem'),
  ('Jamaica', 'America/Jamaica'), ('Japan', 'Asia/Tokyo'), ('Kwajalein', 'Pacific/Kwajalein'), ('Libya', 'Africa/Tripoli'),
  ('Mexico/BajaNorte', 'America/Tijuana'), ('Mexico/BajaSur', 'America/Mazatlan'), ('Mexico/General', 'America/Mexico_City'), ('NZ', 'Pacific/Auckland'),
  ('NZ-CHAT', 'Pacific/Chatham'), ('Navajo', 'America/Denver'), ('PRC', 'Asia/Shanghai'), ('Pacific/Enderbury', 'Pacific/Kanton'),
  ('Pacific/Johnston', 'Pacific/Honolulu'), ('Pacific/Ponape', 'Pacific/Pohnpei'), ('Pacific/Samoa', 'Pacific/Pago_Pago'),
  ('Pacific/Truk', 'Pacific/Chuuk'), ('Pacific/Yap', 'Pacific/Chuuk'), ('Poland', 'Europe/Warsaw'), ('Portugal', 'Europe/Lisbon'),
  ('ROC', 'Asia/Taipei'), ('ROK', 'Asia/Seoul'), ('Singapore', 'Asia/Singapore'), ('Turkey', 'Europe/Istanbul'), ('US/Alaska', 'America/Anchorage'),
  ('US/Aleutian', 'America/Adak'), ('US/Arizona', 'America/Phoenix'), ('US/Central', 'America/Chicago'),
  ('US/East-Indiana', 'America/Indiana/Indianapolis'), ('US/Eastern', 'America/New_York'), ('US/Hawaii', 'Pacific/Honolulu'),
  ('US/Indiana-Starke', 'America/Indiana/Knox'), ('US/Michigan', 'America/Detroit'), ('US/Mountain', 'America/Denver'),
  ('US/Pacific', 'America/Los_Angeles'), ('US/Samoa', 'Pacific/Pago_Pago'), ('Universal', 'UTC'), ('W-SU', 'Europe/Moscow'), ('Zulu', 'UTC'),
  ('US/Pacific-New', 'America/Los_Angeles'), ('Egypt', 'Africa/Cairo'), ('UCT', 'UTC');
update college set time_zone = z.new from zone_renamed z where lower(time_zone) = lower(z.old) or (time_zone <> z.new and lower(time_zone) = lower(z.new));
update venue set time_zone = z.new from zone_renamed z where lower(time_zone) = lower(z.old) or (time_zone <> z.new and lower(time_zone) = lower(z.new));
update run set time_zone = z.new from zone_renamed z where lower(time_zone) = lower(z.old) or (time_zone <> z.new and lower(time_zone) = lower(z.new));
update session set time_zone = z.new from zone_renamed z where lower(time_zone) = lower(z.old) or (time_zone <> z.new and lower(time_zone) = lower(z.new));
drop table zone_renamed;

-- A name that is new in a row is one of a place, and this database knows when its clocks change. Application and database each have their own list.
create function require_time_zone() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.time_zone = old.time_zone then return new; end if;
  if new.time_zone !~ '^((Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/|UTC$)' then
    raise exception using errcode = '23514', message = 'not the name of a place', constraint = 'time_zone_known';
  end if;
  perform timestamp '2000-01-01' at time zone new.time_zone;
  return new;
exception when invalid_parameter_value then
  raise exception using errcode = '23514', message = 'this database does not know the time zone', constraint = 'time_zone_known';
end $$;
create trigger college_time_zone before insert or update of time_zone on college for each row execute function require_time_zone();
create trigger venue_time_zone before insert or update of time_zone on venue for each row execute function require_time_zone();
create trigger run_time_zone before insert or update of time_zone on run for each row execute function require_time_zone();
create trigger session_time_zone before insert or update of time_zone on session for each row execute function require_time_zone();

-- The instants at which walls of a zone show this time: one, twice the same; two where clocks go back; none where they go forward, and then those
-- of the nearest times that exist, as clocks before and after the change would tell it.
create function wall_instants(wall timestamp, zone text, out earlier timestamptz, out later timestamptz) language sql stable as $$
  with moments as (
    select (wall at time zone 'UTC') - ((near at time zone zone) - (near at time zone 'UTC')) as moment
    from unnest(array[(wall at time zone 'UTC') - interval '1 day', (wall at time zone 'UTC') + interval '1 day']) as near
  )
  select coalesce(min(moment) filter (where moment at time zone zone = wall), min(moment)),
    coalesce(max(moment) filter (where moment at time zone zone = wall), max(moment))
  from moments $$;

-- A session with a venue of its own is told in the time of that place. When it takes place stays as it was announced.
update session s
set time_zone = v.time_zone, local_start = s.starts_at at time zone v.time_zone, local_end = s.ends_at at time zone v.time_zone
from venue v where v.id = s.venue_id and v.time_zone <> s.time_zone;

-- The zone of what a message is about, where it tells a time; null means that of the college.
alter table message add column time_zone code_text;
select grant_api('update (time_zone)', 'message');
`;
}
