import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Icon, type IconName } from '../../shared/index.ts';

/** A button with a panel that floats below it. Esc and a click elsewhere close it; the focus comes back. */
export function Pop({
  icon,
  title,
  children,
}: {
  icon: IconName;
  title: string;
  children: (close: () => void) => ComponentChildren;
}) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const heading = useId();
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  useEffect(() => {
    if (!open) return;
    box.current?.querySelector<HTMLElement>('.pop-in')?.focus();
    const outside = (event: Event) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    const key = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close();
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('keydown', key);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('keydown', key);
    };
  }, [open]);
  return (
    <div class="pop" ref={box}>
      <button
        class="btn s"
        type="button"
        ref={button}
        aria-expanded={open}
        aria-haspopup="dialog"
        onClick={() => setOpen(!open)}
      >
        <Icon name={icon} />
        {title}
      </button>
      {open && (
        <div class="pop-in" role="dialog" aria-labelledby={heading} tabIndex={-1}>
          <h2 id={heading}>{title}</h2>
          {children(close)}
        </div>
      )}
    </div>
  );
}
