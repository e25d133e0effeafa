import { listText } from './rule-text.ts';
import { isZone, zoneName } from './zone.ts';
import { ZONE_NAMES } from './zone-names.ts';

/** What a text says of a zone: the one it means, those it could mean, or nothing that is known. */
export type ZoneReading =
  | { zone: string; note?: string | undefined }
  | { zones: readonly string[]; trouble: string }
  | { unknown: string };

/**
 * The zone that people mean by "PT (Pacific Time)", "Europe/Berlin" or "London time". What stands in brackets, or beside
 * it, narrows it down: "IST" is one of three zones, "IST (India)" is one; "PT/CET" is none.
 */
export function readZone(text: string): ZoneReading {
  const parts = partsOf(text);
  const candidates = parts.map((part) => ({ part, zones: zonesOf(part) }));
  const known = candidates.filter(({ zones }) => zones.length > 0);
  const [first] = known;
  if (first === undefined) return { unknown: text.trim() };
  const stranger = candidates.find(({ zones }) => zones.length === 0);
  const all = [...new Set(known.flatMap(({ zones }) => zones))];
  if (stranger) return { zones: all, trouble: `“${stranger.part}” beside the zone is not understood.` };
  const common = all.filter((zone) => known.every(({ zones }) => zones.includes(zone)));
  const [zone] = common;
  if (zone === undefined)
    return { zones: all, trouble: `“${text.trim()}” names more than one zone: ${listText(all)}.` };
  if (common.length > 1)
    return { zones: common, trouble: `“${text.trim()}” can be the time of ${listText(common, 'or')}.` };
  const loose = known.find(({ zones }) => zones.length > 1);
  return { zone, note: loose && `“${text.trim()}” is read as the time on the wall of ${zone}.` };
}

/** "EST (Eastern Time)" → ["EST", "Eastern Time"]; a name of the IANA database keeps its slash. */
function partsOf(text: string): string[] {
  return text
    .split(/[()[\];,&]|\s(?:and|or)\s|\s-\s/i)
    .map((part) => part.trim().replace(/^timezone:?\s*/i, ''))
    .flatMap((part) => (zonesOf(part).length > 0 ? [part] : part.split('/').map((one) => one.trim())))
    .filter((part) => part !== '');
}

/** Empty where nobody calls a zone so. */
function zonesOf(written: string): readonly string[] {
  const text = written.trim();
  const name = text
    .toLowerCase()
    .replace(/[_\s]+/g, ' ')
    .replace(/ (?:local )?(?:time(?: ?zone)?|tz|hours)$/, '')
    .trim();
  const fixed = /^(?:utc|gmt) ?([+-])0?(\d{1,2})(?::?00)?$/.exec(name);
  if (fixed) return fixedZone(fixed[1] === '+' ? '-' : '+', Number(fixed[2]));
  const listed = ZONE_NAMES.get(name);
  if (listed) return listed;
  if (text.includes('/') && isZone(text)) return [zoneName(text)];
  return CITIES.get(name) ?? [];
}

/** The signs of the Etc zones are the other way round: UTC+2 is Etc/GMT-2. */
function fixedZone(sign: string, hours: number): string[] {
  if (hours === 0) return ['UTC'];
  const zone = `Etc/GMT${sign}${hours}`;
  return isZone(zone) ? [zone] : [];
}

const ZONES = Intl.supportedValuesOf('timeZone');

/** "new york" → America/New_York: the zones by their last part. */
const CITIES: ReadonlyMap<string, readonly string[]> = Map.groupBy(ZONES, (zone) =>
  (zone.split('/').at(-1) ?? '').replaceAll('_', ' ').toLowerCase(),
);
