// Tabs: one part of a page at a time, chosen with the pointer or the arrow keys.
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { classNames } from './class-names.ts';

export interface Tab<Id extends string> {
  id: Id;
  label: ReactNode;
}

export interface TabListProps<Id extends string> {
  /** Tells these tabs from others on the page: part of the ids of tabs and panels. */
  name: string;
  label: string;
  tabs: readonly Tab<Id>[];
  value: Id;
  onValueChange: (id: Id) => void;
  className?: string | undefined;
}

export function TabList<Id extends string>(props: TabListProps<Id>) {
  const { name, label, tabs, value, onValueChange, className } = props;
  const list = useRef<HTMLDivElement>(null);
  function move(event: KeyboardEvent) {
    const at = tabs.findIndex(({ id }) => id === value);
    const next = tabs[nextIndex(event.key, at, tabs.length)];
    if (next === undefined || next.id === value) return;
    event.preventDefault();
    onValueChange(next.id);
    const button = list.current?.querySelector(`#${tabId(name, next.id)}`);
    if (button instanceof HTMLElement) button.focus();
  }
  return (
    <div
      ref={list}
      role="tablist"
      aria-label={label}
      onKeyDown={move}
      className={classNames('flex gap-1 overflow-x-auto border-line border-b', className)}
    >
      {tabs.map((tab) => (
        <button
          key={tab.id}
          id={tabId(name, tab.id)}
          type="button"
          role="tab"
          aria-selected={tab.id === value}
          aria-controls={panelId(name, tab.id)}
          tabIndex={tab.id === value ? 0 : -1}
          onClick={() => onValueChange(tab.id)}
          className={classNames(
            '-mb-px min-h-11 whitespace-nowrap border-b-2 px-3 font-medium text-sm transition-colors -outline-offset-3',
            tab.id === value
              ? 'border-accent text-accent-ink'
              : 'border-transparent text-soft hover:text-accent-ink',
          )}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}

export interface TabPanelProps {
  name: string;
  id: string;
  className?: string | undefined;
  children: ReactNode;
}

/** What the tab of this id shows; only the chosen one is drawn. */
export function TabPanel({ name, id, className, children }: TabPanelProps) {
  return (
    <div role="tabpanel" id={panelId(name, id)} aria-labelledby={tabId(name, id)} className={className}>
      {children}
    </div>
  );
}

function nextIndex(key: string, at: number, count: number): number {
  if (key === 'ArrowRight') return (at + 1) % count;
  if (key === 'ArrowLeft') return (at + count - 1) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : at;
}

function tabId(name: string, id: string): string {
  return `${name}-tab-${id}`;
}

function panelId(name: string, id: string): string {
  return `${name}-panel-${id}`;
}
