export { SavedViewEntity } from './saved-view.entity.js';
export { SavedViewResolver } from './saved-view.resolver.js';
