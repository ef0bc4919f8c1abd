/** A router of pathnames: links are real links, so that they can be opened anywhere and read by anybody. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from './shared-words.ts';

export type Route = {
  readonly path: string;
  readonly query: URLSearchParams;
};

const listeners = new Set<() => void>();

function here(): Route {
  const path = location.pathname.replace(/\/+$/, '') || '/';
  return { path, query: new URLSearchParams(location.search) };
}

/** Goes to another page of this site without loading it anew. */
export function navigate(to: string, options: { readonly replace?: boolean } = {}): void {
  const target = new URL(to, location.href);
  const samePage = target.pathname === location.pathname;
  if (options.replace) history.replaceState(null, '', target);
  else history.pushState(null, '', target);
  for (const listener of listeners) listener();
  if (samePage) return;
  scrollTo(0, 0);
  // a screen reader starts reading the new page where a loaded page would
  requestAnimationFrame(() => document.getElementById('main')?.focus({ preventScroll: true }));
}

/** The page we are on; changes with {@link navigate} and the browser's own buttons. */
export function useRoute(): Route {
  const [route, setRoute] = useState(here);
  useEffect(() => {
    const update = () => setRoute(here());
    listeners.add(update);
    addEventListener('popstate', update);
    return () => {
      listeners.delete(update);
      removeEventListener('popstate', update);
    };
  }, []);
  return route;
}

/** Parts of a path by a pattern: `matchPath('/gateways/:id', '/gateways/7')` → `{ id: '7' }`. */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const want = pattern.split('/');
  const have = path.split('/');
  if (want.length !== have.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, part] of want.entries()) {
    const value = have[i] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return undefined;
  }
  return params;
}

function plainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

export type LinkProps = {
  readonly id?: string | undefined;
  readonly href: string;
  readonly onClick?: (() => void) | undefined;
  readonly class?: string | undefined;
  readonly 'aria-current'?: 'page' | 'step' | 'true' | undefined;
  readonly children?: ComponentChildren;
};

/** A link within the site. */
export function Link({ href, onClick, children, ...rest }: LinkProps) {
  const click = (event: MouseEvent) => {
    onClick?.();
    if (!plainClick(event) || event.defaultPrevented) return;
    event.preventDefault();
    navigate(href);
  };
  return (
    <a href={href} onClick={click} {...rest}>
      {children}
    </a>
  );
}

/** Names the page in the browser's title, history and tabs. */
export function useTitle(title: string, site: string): void {
  useEffect(() => {
    document.title = t('page.title', { title, site });
  }, [title, site]);
}
