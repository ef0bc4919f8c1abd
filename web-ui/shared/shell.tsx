/** The frames of pages: the rail with its menu on phones, and the page without a rail. */

import { type ComponentChildren, Fragment } from 'preact';
import { count } from './format.ts';
import { Icon, type IconName } from './icons.tsx';
import { Link, useRoute } from './router.tsx';
import { Shape } from './shapes.tsx';
import { t } from './shared-words.ts';
import { ThemeToggle } from './theme.tsx';
import { Toasts } from './toast.tsx';

const RAIL = 'rail';

function SkipLink() {
  return (
    <a class="skip" href="#main">
      {t('shell.skip')}
    </a>
  );
}

function Brand({
  text,
  mark = 'gateway',
  class: extra = '',
}: {
  text: string;
  mark?: IconName;
  class?: string;
}) {
  return (
    <Link class={`brand ${extra}`} href="/">
      <Icon name={mark} />
      <span>{text}</span>
    </Link>
  );
}

function Main({ children }: { children: ComponentChildren }) {
  return (
    <main class="main" id="main" tabIndex={-1}>
      <div class="content">{children}</div>
    </main>
  );
}

/** A page without a rail: signpost, sign-in, approval. */
export function Solo({
  brand,
  mark,
  who,
  children,
}: {
  brand: string;
  mark?: IconName;
  who?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <div class="solo">
      <SkipLink />
      <header class="topbar">
        <Brand text={brand} {...(mark && { mark })} class="grow" />
        {who}
        <ThemeToggle />
      </header>
      <Main>{children}</Main>
      <Toasts />
    </div>
  );
}

export type NavItem = {
  readonly href: string;
  readonly title: string;
  readonly icon: IconName;
  /** Pages that this one leads to and that have another address. */
  readonly also?: readonly string[];
  /** A number that needs attention, and the words that go with it for those who cannot see it. */
  readonly count?: { readonly n: number; readonly words: string } | undefined;
};

function closeMenu(): void {
  const rail = document.getElementById(RAIL);
  if (rail?.matches(':popover-open')) rail.hidePopover();
}

/** A word over the pages that belong together. */
export type NavHeading = { readonly heading: string };

/** The pages of the site; the one we are on is marked. */
export function Nav({ label, items }: { label: string; items: readonly (NavItem | NavHeading)[] }) {
  const { path } = useRoute();
  const current = ({ href, also = [] }: NavItem) =>
    [href, ...also].some((address) => {
      const [page] = address.split('?');
      return path === page || (page !== '/' && path.startsWith(`${page}/`));
    });
  return (
    <nav class="nav" aria-label={label}>
      {items.map((item) =>
        'heading' in item ? (
          <p class="nav-h" key={item.heading}>
            {item.heading}
          </p>
        ) : (
          <Link
            key={item.href}
            href={item.href}
            onClick={closeMenu}
            aria-current={current(item) ? 'page' : undefined}
          >
            <Icon name={item.icon} />
            <span>{item.title}</span>
            {item.count && (
              <span class="count">
                {count(item.count.n)}
                <span class="sr"> {item.count.words}</span>
              </span>
            )}
          </Link>
        ),
      )}
    </nav>
  );
}

export type ShellProps = {
  /** Name of the site: `CloudLink gateway`. */
  readonly brand: string;
  /** The icon beside it. */
  readonly mark?: IconName | undefined;
  /** What the top bar says on phones: whose gateway. Default: the brand. */
  readonly short?: string | undefined;
  /** Under the brand: customer, city, address. */
  readonly place?: ComponentChildren;
  readonly nav: ComponentChildren;
  /** At the rail's foot: who is signed in, sign out. */
  readonly foot?: ComponentChildren;
  readonly children: ComponentChildren;
};

function TopBar({ brand, mark, short }: Pick<ShellProps, 'brand' | 'mark' | 'short'>) {
  return (
    <header class="topbar">
      <Brand text={short ?? brand} {...(mark && { mark })} class="grow" />
      <button class="btn s" type="button" popovertarget={RAIL}>
        <Icon name="menu" />
        {t('shell.menu')}
      </button>
    </header>
  );
}

/** A page with the rail; below 1024 px the rail is a menu. */
export function Shell({ brand, mark, short, place, nav, foot, children }: ShellProps) {
  return (
    <>
      <SkipLink />
      <div class="shell">
        <TopBar brand={brand} mark={mark} short={short} />
        <section class="rail" aria-label={t('shell.rail')}>
          <div class="rail-in" id={RAIL} popover="auto">
            <button
              class="btn s narrow-only menu-close"
              type="button"
              popovertarget={RAIL}
              popovertargetaction="hide"
            >
              <Icon name="x" />
              {t('shell.close')}
            </button>
            <div>
              <Brand text={brand} {...(mark && { mark })} />
              {place && <div class="place">{place}</div>}
            </div>
            {nav}
            <div class="rail-foot">
              {foot}
              <ThemeToggle />
            </div>
          </div>
        </section>
        <Main>{children}</Main>
      </div>
      <Toasts />
    </>
  );
}

export type StepState = 'done' | 'here' | 'later';
export type SetupStep = {
  readonly href: string;
  readonly title: string;
  readonly state: StepState;
  readonly note?: string | undefined;
  /** A step that can be opened although it is not finished. */
  readonly open?: boolean | undefined;
};

const STEP_SHAPE = { done: 'ok', here: 'here', later: 'todo' } as const;
const STEP_WORD = { done: 'shell.finished', here: undefined, later: 'shell.notStarted' } as const;

function StepItem({ step }: { step: SetupStep }) {
  const word = STEP_WORD[step.state];
  const link = step.state !== 'here' && (step.state === 'done' || step.open);
  return (
    <li class={step.state} aria-current={step.state === 'here' ? 'step' : undefined}>
      <Shape name={STEP_SHAPE[step.state]} />
      {link ? (
        <Link class="name" href={step.href}>
          {step.title}
        </Link>
      ) : (
        <span class="name">{step.title}</span>
      )}
      <span class="sr">{word && t(word)}</span>
      <span class="note">{step.state === 'here' ? t('shell.here') : step.note}</span>
    </li>
  );
}

/** During set-up the rail is the stepper: names, not dots; finished steps are links. */
export function Stepper({
  steps,
  beside = [],
}: {
  steps: readonly SetupStep[];
  /** Pages that are no steps and stand below them. */
  beside?: readonly { readonly href: string; readonly title: string }[];
}) {
  const { path } = useRoute();
  return (
    <nav class="setup-nav" aria-label={t('shell.steps')}>
      <ol class="steps">
        {steps.map((step) => (
          <StepItem key={step.href} step={step} />
        ))}
      </ol>
      {beside.length > 0 && (
        <div class="nav beside">
          {beside.map(({ href, title }) => (
            <Link key={href} href={href} aria-current={path === href ? 'page' : undefined}>
              {title}
            </Link>
          ))}
        </div>
      )}
    </nav>
  );
}

/** The frame of the set-up pages: as {@link Shell}, but the stepper stays in sight on phones. */
export function SetupShell({ brand, short, place, nav, foot, children }: ShellProps) {
  return (
    <div class="setup">
      <SkipLink />
      <div class="shell">
        <header class="topbar">
          <Brand text={short ?? brand} class="grow" />
          <ThemeToggle />
        </header>
        <section class="rail" aria-label={t('shell.setupRail')}>
          <div class="rail-in">
            <div>
              <Brand text={brand} />
              {place && <div class="place">{place}</div>}
            </div>
            {nav}
            <div class="rail-foot wide-only">
              {foot}
              <ThemeToggle />
            </div>
          </div>
        </section>
        <Main>{children}</Main>
      </div>
      <Toasts />
    </div>
  );
}

/** The head of a page: the state in one or more sentences, and below it what comes next. */
export function Head({
  sentences,
  above,
  lead,
  live,
  children,
}: {
  /** One span a sentence: a line breaks between sentences first. */
  sentences: readonly string[];
  /** The state goes on by itself while one looks: screen readers say each new one. */
  live?: boolean;
  above?: ComponentChildren;
  lead?: ComponentChildren;
  children?: ComponentChildren;
}) {
  return (
    <div class="head">
      {above}
      <h1 aria-live={live ? 'polite' : undefined}>
        {sentences.map((sentence, i) => (
          <Fragment key={sentence}>
            {i > 0 && ' '}
            <span>{sentence}</span>
          </Fragment>
        ))}
      </h1>
      {lead && <p class="lead">{lead}</p>}
      {children}
    </div>
  );
}
