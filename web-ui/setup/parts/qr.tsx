/** A QR code from its path of modules; always dark on white, because cameras expect it. */
export function Qr({ path, size, label }: { path: string; size: number; label: string }) {
  const quiet = 4; // modules of white around it (ISO/IEC 18004)
  const side = size + 2 * quiet;
  return (
    <svg
      class="qr"
      viewBox={`${-quiet} ${-quiet} ${side} ${side}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <path class="qr-bg" d={`M${-quiet}-${quiet}h${side}v${side}h-${side}z`} />
      <path class="qr-fg" d={path} />
    </svg>
  );
}
