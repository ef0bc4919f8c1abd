/** MX-ONE: the Provisioning Manager's public login; its list of users in a shape of our own (docs/pbx/mx-one.md). */
import { Type } from 'typebox';
import { fail } from '../../core/errors.ts';
import type { Connector } from '../../core/ports/connector.ts';
import { type Https, parsed } from '../https.ts';
import { createOwnUsers, type OwnUsersType, type SignedIn, statusError } from '../own-users.ts';
import type { SystemAccount } from '../system-account.ts';

/** Answer of `POST /auth/login` (public). Tokens hold 45 minutes. */
const Login = Type.Object({
  token: Type.String({ minLength: 1, maxLength: 8192 }),
  refreshToken: Type.String({ maxLength: 1024 }),
  /** `7.5.SP1.HF2` */
  version: Type.String({ minLength: 1, maxLength: 64 }),
  build: Type.String({ maxLength: 64 }),
  brand: Type.String({ maxLength: 64 }),
});
const BRAND = 'mxone';
/** Of this Provisioning Manager its login is described; our own choice of the least. */
const LEAST_MAJOR = 7;

/**
 * Also how a token is renewed: that the refresh token makes a new one is public, at which path is not.
 * The login answers 400 to a wrong password, as to anything else that it does not like.
 */
async function signIn(https: Https, { username, password }: SystemAccount): Promise<SignedIn> {
  const { status, text } = await https.ask('/auth/login', { method: 'POST', body: { username, password } });
  if (status === 400 || status === 401) throw statusError(401, https.where, 'MX-ONE Provisioning Manager');
  if (status !== 200) throw statusError(status, https.where, 'MX-ONE Provisioning Manager');
  const { token, version, brand } = parsed(text, Login, https.where);
  if (brand === BRAND) return { token, version };
  throw fail('PBX_PRODUCT', {
    sentence: `${https.where} is no MX-ONE Provisioning Manager. It is ${brand.slice(0, 64)}.`,
  });
}

function checkVersion(version: string): string {
  if (Number(version.split('.')[0]) >= LEAST_MAJOR) return version;
  throw fail('PBX_VERSION', { sentence: `MX-ONE ${version.slice(0, 40)} is older than ${LEAST_MAJOR}.` });
}

export const MX_ONE: OwnUsersType = {
  type: 'mx-one',
  title: 'MX-ONE',
  note: 'The login of the MX-ONE Provisioning Manager is public. How it lists users is not: that part is of our own shape, described in docs/pbx/mx-one.md.',
  // of the vendor's list of ports: REST API services over HTTPS
  port: 22_228,
  base: '/cloudlink/mx-one/v1',
  signIn,
  checkVersion,
  mark: 'cloudLink',
};

export const mxOne: Connector = createOwnUsers(MX_ONE, { timeoutMs: 15_000 });
