/** On every screen of a training organization: nothing here is real. */
import { s } from "../text/shell";

export const TrainingBanner = () => <aside class="banner">{s("training.banner")}</aside>;
