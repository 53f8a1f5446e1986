// The first stop of the keyboard: past the navigation, straight to the page.
export function SkipLink({ label }: { label: string }) {
  return (
    <a
      href={`#${mainId}`}
      className="sr-only rounded-lg bg-accent px-4 py-2 font-semibold text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
    >
      {label}
    </a>
  );
}

/** The id that a page's `main` carries. */
export const mainId = 'main';
