/** The operator's orders at the machine: the first administrator, accounts, SCIM keys. No password in argv. */
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { createOperator, type Operator, type Surroundings } from './cloud.ts';
import type { Config } from './config.ts';
import { fail } from './core/errors.ts';
import { checkPassword } from './features/people/passwords.ts';
import { inviteAddress } from './http/routes/accounts.ts';

export type OperatorCommands = {
  readonly withOptions: (command: Command) => Command;
  readonly surroundings: () => Surroundings;
  readonly configOf: (given: Readonly<Record<string, unknown>>) => Config;
};

type AdminOptions = {
  readonly email: string;
  readonly name: string;
  readonly partnerName: string;
  readonly passwordStdin?: boolean;
  readonly json?: boolean;
};
type AccountOptions = {
  readonly name: string;
  readonly adminEmail: string;
  readonly adminName: string;
  readonly contact?: string[];
  readonly partner?: string;
  readonly json?: boolean;
};
type KeyOptions = { readonly account: string; readonly json?: boolean };

const print = (value: object, json: boolean | undefined, words: string) =>
  void process.stdout.write(`${json ? JSON.stringify(value) : words}\n`);

/** @throws AppError PASSWORD_WEAK */
async function passwordFromStdin(): Promise<string> {
  const password = (await text(process.stdin)).replace(/\r?\n$/, '');
  checkPassword(password);
  return password;
}

async function createAdmin(op: Operator, given: AdminOptions): Promise<void> {
  const password = given.passwordStdin ? await passwordFromStdin() : undefined;
  checkEmail(given.email);
  if (await op.stores.people.byEmail(given.email.trim().toLowerCase())) throw fail('EMAIL_TAKEN');
  const account = await op.accounts.ensurePartner(given.partnerName);
  const person = { name: given.name, email: given.email, role: 'partner' as const };
  const { personId, invite } = await op.accounts.addPerson(op.operator, account, person);
  if (password !== undefined) {
    await op.stores.people.setPassword(personId, await op.hasher.hash(password));
    return print(
      { account: account.number, email: given.email },
      given.json,
      `Administrator ${given.email} of partner account ${account.number} (${account.name}) can sign in at ${op.publicUrl}.`,
    );
  }
  const inviteUrl = inviteAddress(op.publicUrl, invite);
  print(
    { account: account.number, email: given.email, inviteUrl },
    given.json,
    `Partner account ${account.number} (${account.name}).\nOpen this once, within 7 days, to choose the password of ${given.email}:\n${inviteUrl}`,
  );
}

async function createAccount(op: Operator, given: AccountOptions): Promise<void> {
  checkEmail(given.adminEmail);
  const { account, invite } = await op.accounts.createCustomer(
    op.operator,
    await op.partnerOf(given.partner),
    {
      name: given.name,
      supportContacts: given.contact ?? [given.adminEmail],
      admin: { name: given.adminName, email: given.adminEmail },
    },
  );
  const inviteUrl = inviteAddress(op.publicUrl, invite);
  print(
    { number: account.number, name: account.name, inviteUrl },
    given.json,
    `Account ${account.number} (${account.name}).\nTheir administrator opens this once, within 7 days, to choose a password:\n${inviteUrl}`,
  );
}

async function generateKeys(op: Operator, given: KeyOptions): Promise<void> {
  const keys = await op.scimKeys.generate(op.operator, await op.find(given.account));
  print(
    keys,
    given.json,
    `Base address: ${keys.baseUrl}\nKey, shown only now: ${keys.token}\nAn older key is void.`,
  );
}

function checkEmail(email: string): void {
  if (!/^[^\s@]+@[^\s@]+$/.test(email))
    throw fail('BAD_INPUT', { sentence: `"${email}" is not an e-mail address.` });
}

export function addOperatorCommands(program: Command, deps: OperatorCommands): void {
  const { withOptions, surroundings, configOf } = deps;
  const run =
    <T>(work: (op: Operator, given: T) => Promise<void>) =>
    async (given: T & Readonly<Record<string, unknown>>) => {
      const op = createOperator(configOf(given), surroundings());
      try {
        await work(op, given);
      } finally {
        await op.close();
      }
    };

  const admin = program.command('admin').description('administrators of the partner account');
  withOptions(admin.command('create'))
    .description('makes a partner administrator, and the partner account where there is none')
    .requiredOption('--email <address>')
    .requiredOption('--name <name>')
    .option('--partner-name <name>', 'name of the partner account, if it is made', 'Partner')
    .option(
      '--password-stdin',
      'reads the password from standard input; otherwise a one-time link is printed',
    )
    .option('--json')
    .action(run(createAdmin));

  const account = program.command('account').description('customer accounts');
  withOptions(account.command('create'))
    .description('makes a customer account and invites its administrator')
    .requiredOption('--name <name>')
    .requiredOption('--admin-email <address>')
    .requiredOption('--admin-name <name>')
    .option('--contact <address...>', 'support contacts; the administrator when absent')
    .option('--partner <number>', 'the partner above it; the only one when absent')
    .option('--json')
    .action(run(createAccount));

  const scim = program.command('scim').description('the SCIM service of an account');
  withOptions(scim.command('keys'))
    .description('generates the key of an account, shown once; the older one is void')
    .requiredOption('--account <number>', '9-digit Account ID')
    .option('--json')
    .action(run(generateKeys));
}
