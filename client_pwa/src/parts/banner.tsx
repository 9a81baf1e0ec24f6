/** On every screen of a training organization: nothing here is real. */
import { s } from "../text/shell";

export const TrainingBanner = () => <p class="banner">{s("training.banner")}</p>;
