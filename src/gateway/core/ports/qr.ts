/** A QR code as the `d` of one SVG path in a square of `size` modules, without a quiet zone. */
export type Qr = (text: string) => { readonly path: string; readonly size: number };
