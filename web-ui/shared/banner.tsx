/** Messages in the page, errors in their three parts, empty and loading states. */
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Failure } from './api.ts';
import { Button } from './button.tsx';
import { Icon, type IconName } from './icons.tsx';
import { Said } from './server-words.tsx';
import { Shape, type ShapeName } from './shapes.tsx';
import { rich, t } from './shared-words.ts';

export type BannerKind = 'info' | 'ok' | 'warn' | 'bad';

export type BannerProps = {
  readonly kind?: BannerKind;
  readonly shape?: ShapeName | undefined;
  readonly title?: ComponentChildren;
  /** Heading level of the title; 3 inside a section. Default 2. */
  readonly level?: 2 | 3;
  /** Says the change to assistive technology: `alert` at once, `status` when there is a pause. */
  readonly role?: 'alert' | 'status' | undefined;
  /** A border in place of the tint, where a tint would shout. */
  readonly edge?: boolean;
  readonly action?: ComponentChildren;
  readonly children?: ComponentChildren;
};

export function Banner(props: BannerProps) {
  const { kind = 'info', shape = kind, title, level = 2, role, edge, action, children } = props;
  const H = level === 2 ? 'h2' : 'h3';
  const name = ['banner', kind !== 'info' && kind, edge && 'edge'].filter(Boolean).join(' ');
  return (
    <div class={name} role={role}>
      <Shape name={shape} />
      <div class="body">
        {title !== undefined && <H>{title}</H>}
        {children}
      </div>
      {action && <div class="act">{action}</div>}
    </div>
  );
}

/** One part of a failure in the language of the page. */
export function FailureWords({
  failure,
  part,
}: {
  failure: Failure;
  part: 'sentence' | 'detail' | 'remedy';
}) {
  const text = failure[part] ?? '';
  if (failure.own) return <>{text}</>;
  return <Said text={text} code={part === 'sentence' ? failure.code : undefined} />;
}

/** A failure: what happened, why, what to do, and the code to quote. Takes the focus when it appears, if asked. */
export function FailureBanner({
  failure,
  title,
  onRetry,
  focus,
  level = 2,
}: {
  failure: Failure;
  title?: ComponentChildren;
  onRetry?: (() => unknown) | undefined;
  focus?: boolean;
  level?: 2 | 3;
}) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focus) box.current?.focus();
  }, [failure, focus]);
  const sentence = <FailureWords failure={failure} part="sentence" />;
  const remedy = <FailureWords failure={failure} part="remedy" />;
  return (
    <div ref={box} tabIndex={-1}>
      <Banner kind="bad" role="alert" level={level} title={title ?? sentence}>
        {title !== undefined && <p>{sentence}</p>}
        {failure.detail && (
          <p>
            <FailureWords failure={failure} part="detail" />
          </p>
        )}
        <p>{rich('failure.todo', { remedy, b: (chunks) => <b>{chunks}</b> })}</p>
        <p class="quiet">{rich('failure.code', { code: () => <code>{failure.code}</code> })}</p>
        {onRetry && (
          <div class="row">
            <Button small icon="refresh" onClick={onRetry}>
              {t('failure.retry')}
            </Button>
          </div>
        )}
      </Banner>
    </div>
  );
}

/** A place with nothing in it: why, and how it fills. */
export function Empty({
  icon,
  title,
  level = 3,
  children,
}: {
  icon: IconName;
  title: string;
  level?: 2 | 3;
  children?: ComponentChildren;
}) {
  const H = level === 2 ? 'h2' : 'h3';
  return (
    <div class="empty">
      <Icon name={icon} />
      <H>{title}</H>
      {children}
    </div>
  );
}

/** Says what is being read, after a moment: what comes at once needs no words. */
export function Loading({ children }: { children: ComponentChildren }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p class="state is-busy" role="status">
      {shown && (
        <>
          <Shape name="busy" class="beat" />
          <span>
            <b>{children}</b>
          </span>
        </>
      )}
    </p>
  );
}

/** A part of a page: a heading, a hairline, its content. */
export function Section({
  title,
  aside,
  id,
  children,
}: {
  title: ComponentChildren;
  aside?: ComponentChildren;
  id?: string;
  children: ComponentChildren;
}) {
  const made = useId();
  const heading = id ?? made;
  return (
    <section class="section" aria-labelledby={heading}>
      {aside === undefined ? (
        <h2 id={heading}>{title}</h2>
      ) : (
        <div class="section-head">
          <h2 id={heading}>{title}</h2>
          <div class="aside-note">{aside}</div>
        </div>
      )}
      {children}
    </section>
  );
}
