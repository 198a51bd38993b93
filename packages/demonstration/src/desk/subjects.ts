type Subjects = [category: string, subjects: string[]][];

/** What customers write about, by ticket kind and category; `{product}` stands for the product's name. */
export const SUBJECTS: Record<'REQUEST' | 'INCIDENT' | 'PROBLEM', Subjects> = {
  REQUEST: [
    [
      'how-to',
      [
        'How do I export last month from {product}?',
        'Question about roles in {product}',
        'Where do I set our time zone?',
      ],
    ],
    [
      'how-to',
      ['Best way to import 20,000 records into {product}', 'Can we schedule a report in {product}?'],
    ],
    [
      'access',
      ['New colleague needs access to {product}', 'Reset second factor', 'Remove a user who left us'],
    ],
    [
      'billing',
      ['Question about our last invoice', 'Purchase order number on invoices', 'Change billing contact'],
    ],
    [
      'configuration',
      ['Please raise our API limit', 'Set up single sign-on for {product}', 'Add a second subsidiary'],
    ],
    ['integration', ['Webhook signature of {product}', 'Connect {product} with our warehouse system']],
  ],
  INCIDENT: [
    [
      'performance',
      ['{product} is slow since this morning', 'Dashboard of {product} takes a minute to load'],
    ],
    [
      'defect',
      [
        'Error 500 when saving in {product}',
        '{product} shows yesterday’s numbers',
        'Upload fails with large files',
      ],
    ],
    ['integration', ['Webhooks of {product} arrive late', 'API answers 429 although we are below the limit']],
    ['access', ['Nobody of us can sign in to {product}', 'Locked out after changing the password']],
  ],
  PROBLEM: [
    [
      'defect',
      [
        'Totals in {product} differ by a cent',
        'Duplicate entries after a retry in {product}',
        'Filter is lost on reload',
      ],
    ],
    ['enhancement', ['Bulk edit in {product}', 'Custom fields for {product}', 'Dark mode for {product}']],
  ],
};
