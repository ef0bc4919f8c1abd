import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Phone } from '../core/ports/phone.ts';

/** Numbers by Google's metadata (libphonenumber-js, the small set): `00` and other exit codes need the country. */
export function createPhone(): Phone {
  const known = (country: string | undefined): CountryCode | undefined => {
    const upper = country?.toUpperCase();
    return upper !== undefined && isSupportedCountry(upper) ? upper : undefined;
  };
  return {
    e164(text, country) {
      const defaultCountry = known(country);
      const number = parsePhoneNumberFromString(text, {
        extract: false,
        ...(defaultCountry ? { defaultCountry } : {}),
      });
      return number?.isPossible() && !number.ext ? number.number : undefined;
    },
  };
}
