/** Where the set-up code is found, with a drawing of the label. */
export function SetupCodeHelp({ stacked }: { stacked?: boolean }) {
  return (
    <div class={stacked ? 'stack' : 'find-in'}>
      <ul class={stacked ? 'prose-list small' : 'prose-list'}>
        <li>
          <b>Appliance:</b> last line of the label on the underside.
        </li>
        <li>
          <b>Virtual machine:</b> on the first screen of its console.
        </li>
        <li>
          <b>MSL host:</b> run <code>cloudlink setup-code</code> as an administrator, or look in the journal.
        </li>
      </ul>
      <svg
        class="label-art"
        viewBox="0 0 280 132"
        role="img"
        aria-label="The underside of the gateway. The set-up code is the last line of the label."
      >
        <rect class="la-box" x="1" y="1" width="278" height="130" rx="12" />
        <circle class="la-line" cx="18" cy="18" r="5" />
        <circle class="la-line" cx="262" cy="18" r="5" />
        <circle class="la-line" cx="18" cy="114" r="5" />
        <circle class="la-line" cx="262" cy="114" r="5" />
        <rect class="la-label" x="52" y="22" width="176" height="88" rx="4" />
        <path class="la-line" d="M64 38h72M64 50h108M64 62h88M190 36h26v26h-26z" />
        <rect class="la-hit" x="60" y="76" width="160" height="26" rx="4" />
        <text class="la-text" x="140" y="94" text-anchor="middle">
          SET-UP CODE
        </text>
      </svg>
    </div>
  );
}
