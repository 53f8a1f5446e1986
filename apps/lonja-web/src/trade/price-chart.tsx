// The candles and volumes as a drawing, in the colours of the theme; the table beside it says the same in words.
import type { PortalCandle } from '@mandato/lonja/api-contract/trade-contract';
import {
  CandlestickSeries,
  ColorType,
  createChart,
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  type Time,
} from 'lightweight-charts';
import { useEffect, useRef } from 'react';
import { decimalsOf } from './amount-text.ts';

export interface PriceChartProps {
  candles: readonly PortalCandle[];
  tickSize: string;
  locale: string;
  /** Another one is shown whole again. */
  shownKey: string;
}

interface Drawing {
  readonly chart: IChartApi;
  readonly prices: ISeriesApi<'Candlestick'>;
  readonly volumes: ISeriesApi<'Histogram'>;
}

export function PriceChart({ candles, tickSize, locale, shownKey }: PriceChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing | null>(null);
  const shown = useRef('');
  useEffect(() => {
    if (place.current === null) return undefined;
    const made = draw(place.current, { locale, tickSize });
    drawing.current = made;
    shown.current = '';
    const stopWatching = watchTheme(() => paint(made));
    return () => {
      stopWatching();
      drawing.current = null;
      made.chart.remove();
    };
  }, [locale, tickSize]);
  useEffect(() => {
    const made = drawing.current;
    if (made === null) return;
    fill(made, candles);
    if (shown.current === shownKey || candles.length === 0) return;
    shown.current = shownKey;
    const barsShown = 90;
    made.chart.timeScale().setVisibleLogicalRange({
      from: candles.length - barsShown,
      // Room for the whole of the newest candle's time, also on a phone.
      to: candles.length + 10,
    });
  }, [candles, shownKey]);
  return <div ref={place} aria-hidden="true" className="absolute inset-0" />;
}

function draw(place: HTMLElement, { locale, tickSize }: { locale: string; tickSize: string }): Drawing {
  const chart = createChart(place, {
    autoSize: true,
    layout: { attributionLogo: false, fontFamily: 'Inter Variable, system-ui, sans-serif', fontSize: 11 },
    localization: {
      locale,
      timeFormatter: (time: Time) => momentText(time, locale),
      priceFormatter: new Intl.NumberFormat(locale, {
        minimumFractionDigits: decimalsOf(tickSize),
        maximumFractionDigits: decimalsOf(tickSize),
      }).format,
    },
    timeScale: {
      timeVisible: true,
      secondsVisible: false,
      borderVisible: false,
      tickMarkFormatter: (time: Time, kind: number) => markText(time, { kind, locale }),
    },
    rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.08, bottom: 0.24 } },
    handleScroll: { vertTouchDrag: false },
  });
  const precision = decimalsOf(tickSize);
  const priceFormat = { type: 'price', precision, minMove: Number(tickSize) } as const;
  const prices = chart.addSeries(CandlestickSeries, { priceFormat, wickVisible: true, borderVisible: false });
  const volumes = chart.addSeries(HistogramSeries, {
    priceFormat: { type: 'volume' },
    priceScaleId: 'volume',
    lastValueVisible: false,
    priceLineVisible: false,
  });
  chart.priceScale('volume').applyOptions({ scaleMargins: { top: 0.82, bottom: 0 } });
  const made = { chart, prices, volumes };
  paint(made);
  return made;
}

function paint({ chart, prices, volumes }: Drawing): void {
  const colour = themeColours();
  chart.applyOptions({
    layout: {
      background: { type: ColorType.Solid, color: colour('--surface') },
      textColor: colour('--soft'),
    },
    grid: { vertLines: { color: colour('--line') }, horzLines: { color: colour('--line') } },
    crosshair: {
      vertLine: { color: colour('--edge'), labelBackgroundColor: colour('--accent') },
      horzLine: { color: colour('--edge'), labelBackgroundColor: colour('--accent') },
    },
  });
  prices.applyOptions({
    upColor: colour('--success-ink'),
    downColor: colour('--danger-ink'),
    wickUpColor: colour('--success-ink'),
    wickDownColor: colour('--danger-ink'),
  });
  volumes.applyOptions({ color: colour('--line') });
}

// A drawing is made of floating points; nothing that it shows is ever computed with.
function fill({ prices, volumes }: Drawing, candles: readonly PortalCandle[]): void {
  const colour = themeColours();
  // Six digits of colour, and a third of their strength.
  const up = `${colour('--success-ink')}55`;
  const down = `${colour('--danger-ink')}55`;
  prices.setData(
    candles.map(({ startMs, open, high, low, close }) => ({
      time: timeOf(startMs),
      open: Number(open),
      high: Number(high),
      low: Number(low),
      close: Number(close),
    })),
  );
  volumes.setData(
    candles.map(({ startMs, volume, open, close }) => ({
      time: timeOf(startMs),
      value: Number(volume),
      color: Number(close) >= Number(open) ? up : down,
    })),
  );
}

function timeOf(startMs: number): Time {
  // The library's own brand for seconds.
  const seconds: unknown = Math.floor(startMs / 1000);
  return isTime(seconds) ? seconds : '1970-01-01';
}

function isTime(value: unknown): value is Time {
  return typeof value === 'number';
}

function themeColours(): (name: string) => string {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(name).trim();
}

function watchTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

function momentText(time: Time, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(dateOf(time));
}

const yearsToDays = 2;

function markText(time: Time, { kind, locale }: { kind: number; locale: string }): string {
  const date = dateOf(time);
  if (kind > yearsToDays) {
    return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(date);
  }
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' }).format(date);
}

function dateOf(time: Time): Date {
  return new Date(typeof time === 'number' ? time * 1000 : 0);
}
