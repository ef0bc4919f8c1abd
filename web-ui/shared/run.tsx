/** Work in progress and lists of checks: named steps with counts, never a bare spinner. */
import type { ComponentChildren } from 'preact';
import type { ShapeName } from './shapes.tsx';
import { Shape } from './shapes.tsx';
import { colourOf, type StateKind } from './state.tsx';

export type Step = {
  readonly key: string;
  readonly shape: ShapeName;
  readonly title: ComponentChildren;
  /** On the right: a count, a time. */
  readonly aside?: ComponentChildren;
  readonly note?: ComponentChildren;
  readonly progress?: { readonly done: number; readonly total?: number | undefined; readonly label: string };
  readonly quiet?: boolean;
  readonly strong?: boolean;
};

function colour(shape: ShapeName): string {
  if (shape === 'todo' || shape === 'here') return 'is-off';
  return colourOf(shape as StateKind);
}

function Bar({ done, total, label }: NonNullable<Step['progress']>) {
  if (total === undefined) return <progress aria-label={label} />;
  return <progress max={Math.max(1, total)} value={done} aria-label={label} />;
}

export function Steps({ steps }: { steps: readonly Step[] }) {
  return (
    <ul class="run">
      {steps.map((step) => (
        <li key={step.key}>
          <Shape name={step.shape} class={colour(step.shape)} />
          <span class={step.quiet ? 'quiet' : undefined}>
            {step.strong ? <b>{step.title}</b> : step.title}
          </span>
          <span class="n">{step.aside}</span>
          {step.note !== undefined && <span class="note">{step.note}</span>}
          {step.progress && <Bar {...step.progress} />}
        </li>
      ))}
    </ul>
  );
}
