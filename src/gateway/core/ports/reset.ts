/** What the factory reset needs of the world. */
import type { MachineStore } from '../../../base/machine.ts';
import type { ResetBy, ResetView } from '../../../contract/factory-reset.ts';

/** Kept beside the databases, since it must outlive them. */
export type ResetFacts = {
  readonly by: ResetBy;
  readonly who: string;
  readonly keepWay: boolean;
  /** ms since 1970. */
  readonly dueAt: number;
};
/** @typeParam S states of the machine */
export type ResetRecord<S extends string> = {
  readonly store: MachineStore<S>;
  facts(): ResetFacts | undefined;
  note(facts: ResetFacts): void;
  last(): ResetView['last'];
};

/** A button of the device that is held. */
export type Button = {
  /** Calls back at every press and release. @returns the end of it */
  watch(on: (pressed: boolean) => void): () => void;
};
