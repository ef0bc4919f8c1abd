/** What the tags in messages become: `rich('key', { b, sr })`. */
import type { ComponentChildren } from 'preact';

type Tag = (chunks: ComponentChildren) => ComponentChildren;

export const b: Tag = (chunks) => <b>{chunks}</b>;
/** Said aloud, not shown: what a button acts on. */
export const sr: Tag = (chunks) => <span class="sr">{chunks}</span>;
export const del: Tag = (chunks) => <del>{chunks}</del>;
export const ins: Tag = (chunks) => <ins>{chunks}</ins>;
