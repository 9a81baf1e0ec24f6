/** Before a shift: may dispatch know where this phone is when its person calls for help? Asked with its purpose, and tried. */
import { useEffect, useState } from "preact/hooks";
import { Btn } from "../../../parts/btn";
import { Card } from "../../../parts/card";
import { say } from "../../../text/later";
import { findPlace, type Leave, leaveToPlace } from "./place";

type Tried = "no" | "busy" | "found" | "not_found";

export const AllowPlace = () => {
  const [leave, setLeave] = useState<Leave | null>(null);
  const [tried, setTried] = useState<Tried>("no");
  const look = (): Promise<void> => leaveToPlace().then(setLeave, () => setLeave("unable"));
  useEffect(() => void look(), []);
  if (leave === null) return null;
  const attempt = async (): Promise<void> => {
    setTried("busy");
    setTried((await findPlace()) === null ? "not_found" : "found");
    await look();
  };
  return (
    <Card stack="s">
      <h2>{say("place.title")}</h2>
      <p>{say("place.purpose")}</p>
      <p class="b" role="status">
        {tried === "no" || tried === "busy" ? say(`place.is.${leave}`) : say(`place.tried.${tried}`)}
      </p>
      {(leave === "prompt" || leave === "granted") && (
        <Btn full icon="nav" disabled={tried === "busy"} onPress={() => void attempt()}>
          {say(leave === "prompt" ? "place.allow" : "place.try")}
        </Btn>
      )}
    </Card>
  );
};
