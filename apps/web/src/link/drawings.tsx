// Our own small drawings of an exchange's screens: where to look, never a copy of how it looks.
import type { ReactNode } from 'react';

function Screen({ children }: { children: ReactNode }) {
  return (
    <svg viewBox="0 0 320 130" className="block w-full" aria-hidden="true">
      <rect
        x="14"
        y="12"
        width="292"
        height="106"
        rx="10"
        className="fill-surface stroke-line"
        strokeWidth="1.5"
      />
      {children}
    </svg>
  );
}

function Line({
  x,
  y,
  width,
  isStrong = false,
}: {
  x: number;
  y: number;
  width: number;
  isStrong?: boolean;
}) {
  return (
    <rect x={x} y={y} width={width} height="7" rx="3.5" className={isStrong ? 'fill-soft' : 'fill-line'} />
  );
}

/** A ring around what to press. */
function Ring({ x, y, width, height }: { x: number; y: number; width: number; height: number }) {
  return (
    <rect
      {...{ x, y, width, height }}
      rx="9"
      className="fill-none stroke-accent"
      strokeWidth="2.5"
      strokeDasharray="5 4"
    />
  );
}

/** The user icon with the name at the top right, and Profile in its menu. */
export function ProfileDrawing() {
  return (
    <Screen>
      <path d="M14 40h292" className="stroke-line" strokeWidth="1.5" />
      <Line x={28} y={23} width={54} isStrong />
      <circle cx="232" cy="26" r="8" className="fill-accent" />
      <Line x={246} y={23} width={44} isStrong />
      <Ring x={217} y={14} width={82} height={24} />
      <rect x="212" y="46" width="86" height="52" rx="8" className="fill-sunken stroke-line" />
      <Line x={224} y={57} width={48} isStrong />
      <Line x={224} y={77} width={36} />
      <Ring x={217} y={50} width={76} height={21} />
      <Line x={28} y={56} width={120} />
      <Line x={28} y={72} width={150} />
      <Line x={28} y={88} width={96} />
    </Screen>
  );
}

/** A phone with the six digits that change every thirty seconds. */
export function CodeDrawing() {
  return (
    <Screen>
      <rect
        x="44"
        y="22"
        width="58"
        height="88"
        rx="10"
        className="fill-sunken stroke-edge"
        strokeWidth="1.5"
      />
      <text x="73" y="66" textAnchor="middle" className="fill-accent-ink font-mono text-[11px]">
        492 018
      </text>
      <circle cx="73" cy="88" r="8" className="fill-none stroke-line" strokeWidth="3" />
      <path d="M73 80a8 8 0 0 1 7.6 10.4" className="fill-none stroke-accent" strokeWidth="3" />
      <path d="M118 66h26m-8-8 8 8-8 8" className="fill-none stroke-accent" strokeWidth="2.5" />
      {[0, 1, 2, 3, 4, 5].map((digit) => (
        <rect
          key={digit}
          x={162 + digit * 21}
          y="52"
          width="17"
          height="28"
          rx="4"
          className="fill-sunken stroke-edge"
        />
      ))}
    </Screen>
  );
}

/** API in the menu on the left, and the button for a new key. */
export function KeyMenuDrawing({ button }: { button: string }) {
  return (
    <Screen>
      <path d="M96 12v106" className="stroke-line" strokeWidth="1.5" />
      <Line x={28} y={28} width={44} />
      <Line x={28} y={50} width={36} />
      <text x="28" y="81" className="fill-accent-ink font-semibold text-[13px]">
        API
      </text>
      <Ring x={21} y={65} width={62} height={24} />
      <Line x={112} y={30} width={90} isStrong />
      <Line x={112} y={50} width={150} />
      <rect x="112" y="74" width="180" height="26" rx="7" className="fill-accent" />
      <text x="202" y="91" textAnchor="middle" className="fill-on-accent font-semibold text-[12px]">
        {button}
      </text>
    </Screen>
  );
}

/** A permission as its switch is named at the exchange. */
export interface PermissionSwitch {
  readonly name: string;
  readonly isOn: boolean;
}

/** Five switches: three on, two off. */
export function PermissionsDrawing({ switches }: { switches: readonly PermissionSwitch[] }) {
  return (
    <Screen>
      {switches.map(({ name, isOn }, index) => (
        <g key={name} transform={`translate(0 ${20 + index * 19})`}>
          <text x="34" y="11" className={isOn ? 'fill-ink text-[12px]' : 'fill-soft text-[12px]'}>
            {name}
          </text>
          <rect
            x="252"
            y="0"
            width="30"
            height="15"
            rx="7.5"
            className={isOn ? 'fill-accent' : 'fill-line'}
          />
          <circle cx={isOn ? 274 : 260} cy="7.5" r="5.5" className="fill-surface" />
        </g>
      ))}
    </Screen>
  );
}

/** Key and secret with their copy buttons; the secret is shown this once. */
export function SecretDrawing() {
  return (
    <Screen>
      <Line x={30} y={26} width={40} isStrong />
      <rect x="30" y="38" width="196" height="20" rx="5" className="fill-sunken stroke-line" />
      <text x="40" y="52" className="fill-ink font-mono text-[11px]">
        aB3dE5gH7j
      </text>
      <Line x={30} y={70} width={54} isStrong />
      <rect x="30" y="82" width="196" height="20" rx="5" className="fill-sunken stroke-line" />
      <text x="40" y="96" className="fill-ink font-mono text-[11px]">
        4f0c… ••••••••••••
      </text>
      {[38, 82].map((y) => (
        <g key={y} className="fill-none stroke-accent" strokeWidth="1.8">
          <rect x="244" y={y + 5} width="10" height="12" rx="2" />
          <path d={`M248 ${y + 2}h9v12`} />
        </g>
      ))}
    </Screen>
  );
}
