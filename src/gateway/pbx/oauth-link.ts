/** The form and the test that FreePBX and 3CX share: one HTTPS host, one client with a secret. */
import { Type } from 'typebox';
import { toAppError } from '../../base/errors.ts';
import type { Pins, TestStep } from '../core/ports/connector.ts';
import { runSteps, type Step, setting } from './connector.ts';
import { certificateWords } from './https.ts';
import { createOauthClient, type OauthClient, type OauthOptions } from './oauth-client.ts';

/** Host and port, the first two of the form. */
export const hostSettings = (example: string) => ({
  host: Type.String({
    minLength: 1,
    maxLength: 253,
    pattern: '^[A-Za-z0-9._:-]+$',
    ...setting({
      title: 'Host',
      description: 'Name or IP address. With encryption it must be the name in the certificate.',
      examples: [example],
      host: true,
      order: 1,
    }),
  }),
  port: Type.Integer({
    minimum: 1,
    maximum: 65_535,
    ...setting({ title: 'Port', default: 443, examples: [443], order: 2 }),
  }),
});

type Text = { readonly title: string; readonly description: string };

/** Client and its secret, as the product calls them. */
export const clientSettings = (client: Text, secret: Text) => ({
  clientId: Type.String({ minLength: 1, maxLength: 256, ...setting({ ...client, order: 3 }) }),
  clientSecret: Type.String({
    minLength: 1,
    maxLength: 1024,
    ...setting({ ...secret, secret: true, order: 4 }),
  }),
});

/** Three steps out of one request: reached, certificate, product. */
function firstContact(client: OauthClient, name: string): Step[] {
  let refused: unknown;
  const rethrow = (...codes: string[]) => {
    if (refused !== undefined && codes.includes(toAppError(refused).code)) throw refused;
  };
  return [
    {
      title: 'Reach the PBX',
      async run() {
        await client.probe().catch((thrown: unknown) => {
          refused = thrown;
        });
        rethrow('PBX_UNREACHABLE');
        return client.where;
      },
    },
    {
      title: 'Certificate of the PBX',
      async run() {
        rethrow('PBX_TLS');
        return certificateWords(client.pin);
      },
    },
    {
      title: 'Product',
      async run() {
        if (refused !== undefined) throw refused;
        return name;
      },
    },
  ];
}

/**
 * The common test: reach, certificate, product, sign in, version, read.
 * @param ask what the last two steps do; the words that they found
 */
export async function testOauthLink(
  options: Omit<OauthOptions, 'firstLook'>,
  ask: {
    readonly version: (client: OauthClient) => Promise<string>;
    readonly people: (client: OauthClient) => Promise<string>;
  },
): Promise<{ readonly steps: readonly TestStep[]; readonly pins: Pins }> {
  const client = createOauthClient({ ...options, firstLook: true });
  try {
    const steps = await runSteps([
      ...firstContact(client, options.product.name),
      {
        title: 'Sign in',
        run: async () => {
          await client.signIn();
          return options.account.clientId;
        },
      },
      { title: 'Version', run: () => ask.version(client) },
      { title: 'Read people', run: () => ask.people(client) },
    ]);
    options.signal.throwIfAborted();
    return { steps, pins: client.pin === undefined ? {} : { [client.where]: client.pin } };
  } finally {
    await client.close();
  }
}
