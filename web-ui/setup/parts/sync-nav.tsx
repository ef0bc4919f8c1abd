/** The pages of user synchronisation side by side, under the heading of each. */
import { count, Link, useRoute } from '../../shared/index.ts';
import { useInside } from '../inside.ts';
import { t } from '../words.ts';

const PAGES = [
  ['/sync', 'syncNav.sync'],
  ['/sync/detained', 'syncNav.detained'],
  ['/sync/runs', 'syncNav.runs'],
  ['/sync/people', 'syncNav.people'],
  ['/sync/findings', 'syncNav.findings'],
  ['/sync/synchronisers', 'syncNav.synchronisers'],
  ['/sync/import', 'syncNav.import'],
] as const;

export function SyncNav() {
  const { path } = useRoute();
  const detained = useInside().overview.sync.plan?.detained ?? 0;
  const here = (href: string) => path === href || (href !== '/sync' && path.startsWith(`${href}/`));
  return (
    <nav class="tabs" aria-label={t('syncNav.label')}>
      {PAGES.map(([href, key]) => (
        <Link key={href} href={href} aria-current={here(href) ? 'page' : undefined}>
          {t(key)}
          {href === '/sync/detained' && detained > 0 && (
            <>
              {' '}
              <span class="count">{count(detained)}</span>
            </>
          )}
        </Link>
      ))}
    </nav>
  );
}
