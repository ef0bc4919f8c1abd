/** Buttons. One that cannot be used stays readable, and the reason stands beside it. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icons.tsx';
import { Link } from './router.tsx';

export type ButtonLook = {
  /** `primary`: one a page. `danger`: something goes. `quiet`: a link that acts. */
  readonly look?: 'primary' | 'danger' | 'quiet' | undefined;
  /** 32 px, for tables and panels. */
  readonly small?: boolean | undefined;
  /** Takes the whole width on phones. */
  readonly wide?: boolean | undefined;
  readonly icon?: IconName | undefined;
  readonly class?: string | undefined;
};

function classes({ look, small, wide, class: extra }: ButtonLook): string {
  return ['btn', look, small && 's', wide && 'wide', extra].filter(Boolean).join(' ');
}

export type ButtonProps = ButtonLook & {
  readonly type?: 'button' | 'submit' | undefined;
  readonly onClick?: (() => unknown) | undefined;
  /** Cannot be used now: announced as such, still focusable, and a click does nothing. */
  readonly disabled?: boolean | undefined;
  /** It works on the last click: a further one does nothing and the words say so. */
  readonly busy?: boolean | undefined;
  readonly busyWord?: string | undefined;
  readonly describedBy?: string | undefined;
  readonly id?: string | undefined;
  readonly children: ComponentChildren;
};

/** What has the focus may go with what it did: reading goes on in the page then, and not at nothing. */
function passFocusOn(element: HTMLElement | null): void {
  if (element === null || element !== document.activeElement) return;
  queueMicrotask(() => {
    if (document.activeElement === document.body) focusPage();
  });
}

/** The page itself, as after a change of address. */
export function focusPage(): void {
  document.getElementById('main')?.focus({ preventScroll: true });
}

export function Button(props: ButtonProps) {
  const { type = 'button', onClick, disabled, busy, busyWord, icon, describedBy, children } = props;
  const element = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const mine = element.current;
    return () => passFocusOn(mine);
  }, []);
  const off = disabled || busy;
  const click = (event: MouseEvent) => {
    if (off) event.preventDefault();
    else onClick?.();
  };
  return (
    <button
      ref={element}
      id={props.id}
      type={type}
      class={classes(props)}
      onClick={click}
      aria-disabled={off ? 'true' : undefined}
      aria-busy={busy ? 'true' : undefined}
      aria-describedby={describedBy}
    >
      {icon && <Icon name={icon} />}
      {busy && busyWord ? busyWord : children}
    </button>
  );
}

/** A link that looks like a button: it leads somewhere and changes nothing. */
export function ButtonLink(
  props: ButtonLook & {
    readonly href: string;
    /** Leaves this site. */
    readonly external?: boolean;
    readonly children: ComponentChildren;
  },
) {
  const inner = (
    <>
      {props.icon && <Icon name={props.icon} />}
      {props.children}
    </>
  );
  if (props.external) {
    return (
      <a class={classes(props)} href={props.href}>
        {inner}
      </a>
    );
  }
  return (
    <Link class={classes(props)} href={props.href}>
      {inner}
    </Link>
  );
}

/** A round button of an icon alone; `label` is its name. */
export function IconButton({
  icon,
  label,
  onClick,
  mini,
}: {
  icon: IconName;
  label: string;
  onClick: () => void;
  mini?: boolean;
}) {
  return (
    <button class={mini ? 'icon-btn mini' : 'icon-btn'} type="button" onClick={onClick}>
      <Icon name={icon} />
      <span class="sr">{label}</span>
    </button>
  );
}
