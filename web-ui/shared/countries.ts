/** Countries (ISO 3166-1 alpha-2) with their names, and the IANA zones that the browser knows. */
import type { Option } from './field.tsx';
import { locale } from './words.ts';

const CODES =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW';

/** All countries by name. */
export function countries(): readonly Option[] {
  const names = new Intl.DisplayNames(locale(), { type: 'region' });
  return CODES.split(' ')
    .map((value) => ({ value, title: names.of(value) ?? value }))
    .sort((a, b) => a.title.localeCompare(b.title, locale()));
}

/** All time zones; the one that is set stands there even if this browser does not know it. */
export function zones(current: string): readonly Option[] {
  const known = Intl.supportedValuesOf('timeZone');
  const all = current && !known.includes(current) ? [current, ...known] : known;
  return all.map((value) => ({ value, title: value.replaceAll('_', ' ') }));
}

/** The zone of the computer that the page is open on: a good guess for the site's. */
export function ownZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The name of a country in the page's language; a code that is none stands for itself. */
export function countryName(code: string): string {
  return new Intl.DisplayNames(locale(), { type: 'region' }).of(code) ?? code;
}
