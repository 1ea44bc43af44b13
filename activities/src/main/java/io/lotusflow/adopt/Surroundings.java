package io.lotusflow.adopt;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The environment of somebody's program. Of a secret only its name is kept.
 *
 * @param open everything else, by name
 * @param secrets names of variables that hold secrets
 * @param apis addresses in {@code …_API_INFO} variables, by name, without their token
 */
public record Surroundings(
    Map<String, String> open, Set<String> secrets, Map<String, String> apis) {

  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i).*(_API_INFO|TOKEN|SECRET|PASSW|PRIVATE_?KEY|CREDENTIAL).*");
  private static final Pattern SECRET_VALUE =
      Pattern.compile("(?s).*(eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+|://[^/\\s@]+:[^/\\s@]+@).*");
  private static final Pattern API =
      Pattern.compile("(?:[^:/]*:)?(/(?:ip4|ip6|dns4?|dns6)/[^,\\s]+)");

  public Surroundings {
    open = Map.copyOf(open);
    secrets = Set.copyOf(secrets);
    apis = Map.copyOf(apis);
  }

  static Surroundings of(Map<String, String> all) {
    Map<String, String> open = new TreeMap<>();
    Set<String> secrets = new TreeSet<>();
    Map<String, String> apis = new TreeMap<>();
    all.forEach(
        (name, value) -> {
          if (!SECRET_NAME.matcher(name).matches() && !SECRET_VALUE.matcher(value).matches()) {
            open.put(name, value);
            return;
          }
          secrets.add(name);
          Matcher api = API.matcher(value);
          if (name.endsWith("_API_INFO") && api.matches()) {
            apis.put(name, api.group(1));
          }
        });
    return new Surroundings(open, secrets, apis);
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(open.get(name)).filter(value -> !value.isBlank());
  }

  @Override
  public String toString() {
    return "Surroundings" + open.keySet() + secrets;
  }
}
