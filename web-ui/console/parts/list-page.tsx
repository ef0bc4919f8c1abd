/** What the list pages share: toolbar, the empty answer, the screen of details. */
import type { ComponentChildren } from 'preact';
import { Banner, Button, Empty, Link, Search } from '../../shared/index.ts';
import { t } from '../words.ts';
import '../lists.css';
import { AddFilter, type Filter, Filters } from './filters.tsx';
import type { ListQuery } from './list-query.ts';

/** A list of more rows than these scrolls by itself, so that its head stays in sight. */
export const SCROLLS = 20;

/** The address of a page with what stands behind the question mark now: the list goes on where it was. */
export function sameSearch(path: string): string {
  return `${path}${location.search}`;
}

export function Crumbs({ parts }: { parts: readonly ComponentChildren[] }) {
  return (
    <ol class="crumbs" aria-label={t('list.crumbs')}>
      {parts.map((part, i) => (
        <li key={i}>{part}</li>
      ))}
    </ol>
  );
}

/** Search, `Add filter`, what stands at the right, and below it the chips. */
export function Toolbar({
  list,
  filters,
  search,
  add,
  right,
  matching,
}: {
  list: ListQuery;
  filters: readonly Filter[];
  /** Label of the search. */
  search: string;
  /** Label of the builder's button, where the vendor writes it otherwise. */
  add?: string;
  right?: ComponentChildren;
  /** How many match of how many, while something narrows the list. */
  matching?: { readonly n: number; readonly of: number } | undefined;
}) {
  const narrowed = list.q !== '' || filters.some(({ key }) => list.values(key).length > 0);
  return (
    <>
      <div class="toolbar">
        <Search label={search} value={list.q} onInput={(text) => list.set({ q: [text] })} />
        {filters.length > 0 && <AddFilter filters={filters} list={list} label={add ?? t('filter.add')} />}
        <span class="grow" />
        {right}
      </div>
      {narrowed && (
        <Filters filters={filters} list={list}>
          {matching && <span class="small quiet">{t('filter.matching', matching)}</span>}
        </Filters>
      )}
    </>
  );
}

/** In place of the table: nothing matches, or there is nothing yet. */
export function Nothing({
  list,
  filters,
  noMatch,
  children,
}: {
  list: ListQuery;
  filters: readonly Filter[];
  /** Words when filters leave nothing. */
  noMatch?: string | undefined;
  /** What is said when there is nothing at all. */
  children: ComponentChildren;
}) {
  const keys = ['q', ...filters.map(({ key }) => key)].filter((key) => list.values(key).length > 0);
  if (keys.length === 0) return <>{children}</>;
  return (
    <Banner
      role="status"
      title={noMatch ?? t('list.noMatch')}
      action={
        <Button small onClick={() => list.set(Object.fromEntries(keys.map((key) => [key, []])))}>
          {t('list.clear')}
        </Button>
      }
    >
      <p>{t('list.noMatchWhy')}</p>
    </Banner>
  );
}

/** In place of details that are not there. */
export function Gone({ title, back }: { title: string; back: string }) {
  return (
    <Empty icon="search" level={2} title={title}>
      <p>
        <Link href={back}>{t('list.back')}</Link>
      </p>
    </Empty>
  );
}
