/** Site, tunnels, people, and the end of a set-up. */
import { Type } from 'typebox';
import { Overview, PersonView, type Site, SiteView, Target } from '../../contract/local-api.ts';
import type { PersonPart, TunnelPart } from '../../contract/setup-file.ts';
import { peopleOf } from '../commands/people.ts';
import { siteOf } from '../commands/site.ts';
import { addressOf, Targets } from '../commands/tunnels.ts';
import { fail } from '../errors.ts';
import { addressIn } from '../tree/arguments.ts';
import type { Step, Work } from './step.ts';

export const siteStep: Step = {
  name: 'site',
  title: 'Site',
  async plan({ context, file }) {
    const saved = await siteOf(context);
    const wanted = file.site;
    if (!saved) return { change: `Save ${wanted?.name}.` };
    const keys = Object.keys({ ...saved, ...wanted }) as (keyof Site)[];
    const changed = keys.filter((key) => saved[key] !== wanted?.[key]);
    return changed.length === 0
      ? { same: `Saved already: ${saved.name}.` }
      : { change: `Save ${wanted?.name}: ${changed.join(', ')}.` };
  },
  async apply({ context, file }) {
    const { name } = await context.client.send('PUT', '/api/site', SiteView, file.site);
    return `Successfully updated site ${name}.`;
  },
};

const hex = (fingerprint: string | undefined) => fingerprint?.replace(/[\s:]/g, '').toLowerCase();
const nameOf = ({ component, tunnel }: TunnelPart) => `${component}: ${tunnel}`;

async function foundTarget({ context }: Work, part: TunnelPart): Promise<Target | undefined> {
  const { targets } = await context.client.get('/api/tunnels', Targets);
  return targets.find((t) => t.component === part.component && t.tunnel === part.tunnel);
}

const RUNS: readonly Target['state'][] = ['starting', 'started'];

/** What has to be done for a target, in this order. */
type Todo = {
  readonly replace: boolean;
  readonly add: boolean;
  readonly confirm: boolean;
  readonly start: boolean;
};

/** @throws AppError SETUP_TARGET */
function todoOf(part: TunnelPart, target: Target | undefined): Todo {
  const address = part.url === undefined ? undefined : addressIn(part.url);
  if (!target && !address)
    throw fail('SETUP_TARGET', {
      sentence: `The gateway has no target ${nameOf(part)}, and the file gives no url.`,
    });
  const moves =
    target !== undefined &&
    address !== undefined &&
    (target.protocol !== address.protocol || target.host !== address.host || target.port !== address.port);
  if (moves && target.builtIn)
    throw fail('SETUP_TARGET', { sentence: `${nameOf(part)} is the gateway’s own; leave its url out.` });
  const isNew = !target || moves;
  const needsPrint =
    part.fingerprint !== undefined && (isNew || hex(target.fingerprint) !== hex(part.fingerprint));
  return {
    replace: moves,
    add: isNew,
    confirm: needsPrint || (!isNew && !target.confirmed),
    start: (part.start ?? true) && (isNew || !RUNS.includes(target.state)),
  };
}

const pathOf = ({ id }: Target) => `/api/tunnels/${encodeURIComponent(id)}`;

async function add({ context }: Work, part: TunnelPart): Promise<Target> {
  const { component, tunnel, description, application, use, url = '' } = part;
  const body = { component, tunnel, description, application, use, ...addressIn(url) };
  return context.client.send('POST', '/api/tunnels', Target, body);
}

/** @throws AppError SETUP_TARGET when the target shows another certificate than the file names */
async function confirm({ context }: Work, part: TunnelPart, target: Target): Promise<Target> {
  const seen = target.seenFingerprint ?? target.fingerprint;
  if (target.protocol === 'https' && part.fingerprint !== undefined && hex(seen) !== hex(part.fingerprint))
    throw fail('SETUP_TARGET', {
      sentence:
        seen === undefined
          ? `${nameOf(part)} at ${addressOf(target)} showed no certificate.`
          : `${nameOf(part)} shows the certificate ${seen}, and the file names another.`,
      remedy: 'Find out which is right before anybody signs in there.',
    });
  if (target.protocol === 'https' && part.fingerprint === undefined)
    throw fail('SETUP_TARGET', {
      sentence: `${nameOf(part)} is proposed, and shows the certificate ${seen ?? 'of nobody'}.`,
      remedy: 'Compare it, and give it as fingerprint in the file.',
    });
  const body = part.fingerprint === undefined ? {} : { fingerprint: part.fingerprint };
  return context.client.send('POST', `${pathOf(target)}/confirm`, Target, body);
}

export function tunnelStep(part: TunnelPart): Step {
  return {
    name: 'tunnel',
    title: `Tunnel ${nameOf(part)}`,
    async plan(work) {
      const target = await foundTarget(work, part);
      const todo = todoOf(part, target);
      const words = [
        ...(todo.replace ? [`replace ${target ? addressOf(target) : ''} by ${part.url}`] : []),
        ...(todo.add && !todo.replace ? [`add ${part.url}`] : []),
        ...(todo.confirm ? ['confirm it'] : []),
        ...(todo.start ? ['start it'] : []),
      ].join(', ');
      if (words !== '') return { change: `${words.charAt(0).toUpperCase()}${words.slice(1)}.` };
      return { same: `There already, ${target?.state}.` };
    },
    async apply(work) {
      const { client } = work.context;
      const before = await foundTarget(work, part);
      const todo = todoOf(part, before);
      if (todo.replace && before) await client.send('DELETE', pathOf(before), Type.Null());
      let target = todo.add || !before ? await add(work, part) : before;
      if (todo.confirm) target = await confirm(work, part, target);
      if (todo.start) target = await client.send('POST', `${pathOf(target)}/start`, Target);
      const waits = target.protocol === 'https' && target.fingerprint === undefined && target.seenFingerprint;
      return waits
        ? `${addressOf(target)}; its certificate waits to be confirmed: cloudlink tunnels confirm ${target.id} --fingerprint ${waits}`
        : `${addressOf(target)}, ${target.state}.`;
    },
  };
}

export function personStep(part: PersonPart, path: string): Step {
  return {
    name: 'person',
    title: `Person ${part.name}`,
    async plan({ context }) {
      const found = await personOf(context, part.name);
      if (!found) return { change: `Add as ${part.role}.` };
      return found.role === part.role
        ? { same: `There already, ${part.role}; the password stays as it is.` }
        : { change: `Change the role to ${part.role}.` };
    },
    async apply({ context, secrets }) {
      const found = await personOf(context, part.name);
      if (found) {
        const to = `/api/people/${encodeURIComponent(found.id)}`;
        await context.client.send('PUT', to, PersonView, { role: part.role });
        return `Changed the role to ${part.role}.`;
      }
      const body = { name: part.name, role: part.role, password: secrets.get(`${path}.password`) };
      await context.client.send('POST', '/api/people', PersonView, body);
      return `Added as ${part.role}.`;
    },
  };
}

async function personOf(context: Work['context'], name: string): Promise<PersonView | undefined> {
  return (await peopleOf(context)).find((person) => person.name.toLowerCase() === name.toLowerCase());
}

export const completeStep: Step = {
  name: 'complete',
  title: 'Complete',
  async plan({ overview }) {
    const { onboarding } = await overview();
    return onboarding.completed ? { same: 'Complete already.' } : { change: 'Complete the onboarding.' };
  },
  async apply({ context }) {
    await context.client.send('POST', '/api/onboarding/complete', Overview);
    return 'Onboarding complete.';
  },
};
