/** Terms, and what this program is made of: every package with its licence. Read when somebody asks for it. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Licences } from '../../../src/contract/local-api.ts';
import {
  Banner,
  Empty,
  FailureBanner,
  Head,
  Link,
  Loading,
  Search,
  Section,
  useLoad,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { t } from '../words.ts';

type Package = Licences['packages'][number];

export function LicencesPage() {
  useTitle(t('licences.title'), t('brand'));
  const read = useLoad('/api/licences', (_, signal) => gateway.licences(signal));
  const [own, ...others] = read.data?.packages ?? [];
  // the link may name a part of the page, which is there only now
  useEffect(() => {
    if (read.data && location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, [read.data]);
  const sentence = others.length > 0 ? t('licences.head', { n: others.length }) : t('licences.title');
  return (
    <>
      <Head
        above={
          <p class="small">
            <Link href="/">{t('nav.dashboard')}</Link>
          </p>
        }
        sentences={[sentence]}
        lead={t('licences.lead')}
      />
      {read.failure && <FailureBanner failure={read.failure} onRetry={read.reload} />}
      {!read.data && read.loading && <Loading>{t('licences.reading')}</Loading>}
      {read.data && !own && (
        <Banner>
          <p>{t('licences.fromSource')}</p>
        </Banner>
      )}
      {own && <Terms own={own} />}
      {own && <Packages packages={others} />}
    </>
  );
}

function Terms({ own }: { own: Package }) {
  return (
    <Section id="terms" title={t('about.terms')}>
      <p>{t('licences.own', { licence: own.licence })}</p>
      <p>{t('licences.service')}</p>
      <Text one={own} words={t('licences.text')} />
    </Section>
  );
}

function Packages({ packages }: { packages: readonly Package[] }) {
  const [q, setQ] = useState('');
  const wanted = q.trim().toLowerCase();
  const found = packages.filter(({ name, licence }) => `${name} ${licence}`.toLowerCase().includes(wanted));
  return (
    <Section
      id="packages"
      title={t('about.licences')}
      aside={t('licences.shown', { shown: found.length, n: packages.length })}
    >
      <div class="toolbar">
        <Search label={t('licences.search')} value={q} onInput={setQ} />
      </div>
      {found.length === 0 && <Empty icon="search" title={t('licences.none')} />}
      <ul class="packages">
        {found.map((one) => (
          <li key={`${one.name} ${one.version}`}>
            <Text
              one={one}
              words={
                <>
                  <b>{one.name}</b> {one.version} <span class="quiet">{one.licence}</span>
                </>
              }
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** The text of a licence is drawn when it is opened: together they are a book. */
function Text({ one, words }: { one: Package; words: ComponentChildren }) {
  const [open, setOpen] = useState(false);
  return (
    <details class="fold" onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{words}</summary>
      {open && one.text === undefined && (
        <p class="small quiet">{t('licences.noText', { licence: one.licence })}</p>
      )}
      {open && one.text !== undefined && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <pre class="raw" tabIndex={0} lang="en">
          {one.text}
        </pre>
      )}
    </details>
  );
}
