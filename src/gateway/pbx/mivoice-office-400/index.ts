/** MiVoice Office 400: sign-in and users in a shape of our own (docs/pbx/mivoice-office-400.md). */
import { Type } from 'typebox';
import { fail } from '../../core/errors.ts';
import type { Connector } from '../../core/ports/connector.ts';
import { type Https, parsed } from '../https.ts';
import { createOwnUsers, type OwnUsersType, type SignedIn, statusError } from '../own-users.ts';
import type { SystemAccount } from '../system-account.ts';

const PRODUCT = 'MiVoice Office 400';
const BASE = '/cloudlink/office-400/v1';
const Product = Type.Object({
  product: Type.String(),
  version: Type.String({ minLength: 1, maxLength: 64 }),
});
const Session = Type.Object({ token: Type.String({ minLength: 1, maxLength: 4096 }) });

/** The product first: no password goes to another one. */
async function signIn(https: Https, { username, password }: SystemAccount): Promise<SignedIn> {
  const { where } = https;
  const ask = async (path: string, how: Parameters<Https['ask']>[1]) => {
    const { status, text } = await https.ask(`${BASE}${path}`, how);
    if (status < 200 || status > 299) throw statusError(status, where, PRODUCT);
    return text;
  };
  const { product, version } = parsed(await ask('/product', { method: 'GET' }), Product, where);
  if (product !== PRODUCT)
    throw fail('PBX_PRODUCT', { sentence: `${where} is no ${PRODUCT}. It is ${product.slice(0, 80)}.` });
  const session = await ask('/session', { method: 'POST', body: { username, password } });
  return { token: parsed(session, Session, where).token, version };
}

export const MIVOICE_OFFICE_400: OwnUsersType = {
  type: 'mivoice-office-400',
  title: PRODUCT,
  note: 'How MiVoice Office 400 lists users is not public: this connector speaks an interface of our own shape, described in docs/pbx/mivoice-office-400.md. Without it, import users by CSV or LDIF.',
  port: 443,
  base: BASE,
  signIn,
  // from which version on is not public; what the PBX says is shown
  checkVersion: (version) => version,
};

export const mivoiceOffice400: Connector = createOwnUsers(MIVOICE_OFFICE_400, { timeoutMs: 15_000 });
