/** `Event Details` (S3:2225-2260): its fields, and four tabs that can be copied. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { EventView } from '../../../src/contract/console-api.ts';
import { Button, Facts, IconButton, Said, State, type StateKind, Tabs } from '../../shared/index.ts';
import { t } from '../words.ts';
import { Download } from './filters.tsx';
import { stamp } from './list-words.ts';

/** What an action did, by its word; one that neither makes nor takes away has changed something. */
function kindOf(action: string): StateKind {
  if (/\b(delete|deleted|removed|unlinked|refused|failed|ended|deactivated)\b/i.test(action)) return 'del';
  if (/\b(create|created|added|linked|generated|invited|opened)\b/i.test(action)) return 'add';
  return 'edit';
}

/** The action with the shape of an addition, a change or a removal. */
export function ActionState({ action }: { action: string }) {
  return <State kind={kindOf(action)} word={<Said text={action} />} />;
}

type TabKey = 'details' | 'properties' | 'extra' | 'tags';

function contentOf(event: EventView): Readonly<Record<TabKey, unknown>> {
  return {
    details: event.details,
    properties: event.propertiesChanged,
    extra: event.extraDetails,
    tags: event.logTags,
  };
}

const isEmpty = (value: unknown) => Object.keys(value as object).length === 0;

export function EventDetail({
  event,
  onClose,
  exportHref,
}: {
  event: EventView;
  onClose: () => void;
  exportHref: string;
}) {
  const [tab, setTab] = useState<TabKey>('details');
  const heading = useRef<HTMLHeadingElement>(null);
  // where it takes the place of the list, reading goes on here
  useEffect(() => heading.current?.focus({ preventScroll: matchMedia('(min-width: 1024px)').matches }), []);
  const content = contentOf(event)[tab];
  const text = JSON.stringify(content, null, 2);
  return (
    <aside class="panel drawer" aria-labelledby="event-detail">
      <div class="row between">
        <h2 id="event-detail" ref={heading} tabIndex={-1}>
          {t('event.title')}
        </h2>
        <IconButton icon="x" label={t('list.close')} onClick={onClose} />
      </div>
      <Facts
        rows={[
          [t('events.col.actorName'), <b>{event.actorName}</b>],
          [t('events.col.action'), <ActionState action={event.action} />],
          [t('events.col.type'), event.eventType],
          [t('events.col.asset'), event.asset],
          [t('events.col.at'), stamp(event.at)],
          [t('events.col.actorId'), <code>{event.actorId}</code>],
          [t('events.col.id'), <code>{event.id}</code>],
        ]}
      />
      <Tabs
        label={t('event.tabs')}
        current={tab}
        onPick={setTab}
        tabs={[
          { key: 'details', title: t('events.col.details') },
          { key: 'properties', title: t('events.col.properties') },
          { key: 'extra', title: t('events.col.extra') },
          { key: 'tags', title: t('events.col.tags') },
        ]}
      />
      {isEmpty(content) ? (
        <p class="small quiet">{t('event.nothing')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by itself, so the keyboard must reach it
        <section class="json" tabIndex={0} aria-label={t(`events.col.${tab}`)}>
          <pre>{text}</pre>
        </section>
      )}
      <div class="row">
        <Copy text={text} />
        <Download look="plain" href={exportHref}>
          {t('event.export')}
        </Download>
      </div>
    </aside>
  );
}

/** `Copy`: the shown tab to the clipboard. */
function Copy({ text }: { text: string }) {
  const [said, setSaid] = useState('');
  useEffect(() => setSaid(''), [text]);
  if (!navigator.clipboard) return null;
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setSaid(t('list.copied')),
      () => setSaid(t('list.notCopied')),
    );
  return (
    <>
      <Button small icon="copy" onClick={copy}>
        {t('list.copy')}
      </Button>
      <span class="small quiet" role="status">
        {said}
      </span>
    </>
  );
}
