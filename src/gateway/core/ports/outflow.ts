/** What leaves the building, as it is counted and kept. */
import type { OutflowDatum, OutflowDestination } from '../../../contract/outflow.ts';

/** Counts of one destination: an addition to what was counted before. */
export type FlowCount = OutflowDestination;
export type DataCount = OutflowDatum;

/** Counts every connection of this process. */
export type OutflowMeter = {
  /** What was counted since it was asked last. */
  take(): readonly FlowCount[];
  start(): void;
  stop(): void;
};

export type OutflowDayTotal = {
  readonly day: string;
  readonly connections: number;
  readonly up: number;
  readonly down: number;
};

export type OutflowStore = {
  /** Adds to what is there of that day, in one transaction. */
  add(day: string, flows: readonly FlowCount[], data: readonly DataCount[]): void;
  of(day: string): { readonly flows: readonly FlowCount[]; readonly data: readonly DataCount[] };
  /** Sums of what went outside, newest first. */
  days(): readonly OutflowDayTotal[];
  /** Forgets days before this one; answers how many rows. */
  prune(before: string): number;
};

/** Told what data is on its way to the cloud. */
export type DataSent = (data: OutflowDatum['data'], bytes: number) => void;
