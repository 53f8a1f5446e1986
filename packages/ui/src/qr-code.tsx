// A QR code as one SVG path, dark on white in both themes so that every camera reads it.
import { encode } from 'uqr';
import { classNames } from './class-names.ts';

export interface QrCodeProps {
  text: string;
  /** What the code is for, read aloud. */
  label: string;
  className?: string | undefined;
}

export function QrCode({ text, label, className }: QrCodeProps) {
  const { data, size } = encode(text, { ecc: 'M', border: quietZone });
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className={classNames('size-52 rounded-xl border border-line bg-white', className)}
    >
      <path d={qrPath(data)} fill="#000000" />
    </svg>
  );
}

/** One run of dark modules per move, so that the path stays short. */
export function qrPath(rows: readonly (readonly boolean[])[]): string {
  return rows.map((row, y) => rowPath(row, y)).join('');
}

function rowPath(row: readonly boolean[], y: number): string {
  let path = '';
  let start = -1;
  for (let x = 0; x <= row.length; x += 1) {
    const isDark = row[x] ?? false;
    if (isDark && start < 0) start = x;
    if (!isDark && start >= 0) {
      path += `M${start} ${y}h${x - start}v1h-${x - start}z`;
      start = -1;
    }
  }
  return path;
}

const quietZone = 3;
