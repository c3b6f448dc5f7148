package dev.aloft.fake.gcp;

import dev.aloft.fake.Answer;
import dev.aloft.fake.FakeCloud.Conversation;
import dev.aloft.fake.Question;
import dev.aloft.fake.Request;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * Resource Manager and Service Usage as far as clients ask: projects, and whether they have APIs.
 */
final class ProjectService implements HttpService {
  private static final Pattern PROJECT = Pattern.compile("/(v1|v3)/projects/([^/:]+)");
  private static final Pattern API =
      Pattern.compile("/v1/projects/([^/]+)/services/([^/:]+)(:enable)?");

  private final Projects projects;

  ProjectService(Projects projects) {
    this.projects = projects;
  }

  @Override
  public boolean takes(Request request) {
    return isProject(request) || isApi(request);
  }

  private static boolean isProject(Request request) {
    return request.method().equals("GET") && PROJECT.matcher(request.path()).matches();
  }

  private static boolean isApi(Request request) {
    Matcher api = API.matcher(request.path());
    return api.matches() && request.method().equals(api.group(3) == null ? "GET" : "POST");
  }

  @Override
  public Conversation open(Request request) {
    Matcher project = PROJECT.matcher(request.path());
    if (project.matches()) {
      Question question =
          new Question(
              "cloudresourcemanager",
              "cloudresourcemanager.projects.get",
              project.group(2),
              "resourcemanager.projects.get",
              "",
              null);
      return new JsonCall(question, () -> project(project.group(1), project.group(2)));
    }
    Matcher api = API.matcher(request.path());
    if (!api.matches()) {
      throw new IllegalArgumentException(request.path());
    }
    String verb = api.group(3) == null ? "get" : "enable";
    Question question =
        new Question(
            "serviceusage",
            "serviceusage.services." + verb,
            api.group(2),
            "serviceusage.services." + verb,
            "",
            null);
    return new JsonCall(question, () -> api(api.group(1), api.group(2), verb.equals("enable")));
  }

  private Answer project(String version, String idOrNumber) {
    String number = projects.number(idOrNumber);
    String id = projects.id(number);
    ObjectNode project = JsonBodies.object().put("projectId", id);
    return JsonBodies.answer(
        version.equals("v1")
            ? project.put("projectNumber", number).put("lifecycleState", "ACTIVE").put("name", id)
            : project
                .put("name", "projects/" + number)
                .put("state", "ACTIVE")
                .put("displayName", id));
  }

  private Answer api(String project, String name, boolean enable) {
    ObjectNode service = JsonBodies.object();
    String parent = "projects/" + projects.number(project);
    service
        .put("name", parent + "/services/" + name)
        .put("parent", parent)
        .put("state", "ENABLED")
        .putObject("config")
        .put("name", name);
    if (!enable) {
      return JsonBodies.answer(service);
    }
    ObjectNode operation = JsonBodies.object();
    operation.put("name", "operations/noop.DONE_OPERATION").put("done", true);
    operation
        .putObject("response")
        .put("@type", "type.googleapis.com/google.api.serviceusage.v1.EnableServiceResponse")
        .set("service", service);
    return JsonBodies.answer(operation);
  }
}
