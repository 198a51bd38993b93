export { reportPageRoute } from './report-page.route.js';
