"""An application with every kind of route; each answer says by which of FastAPI's own templates it was found."""
import asyncio

from fastapi import FastAPI, HTTPException, Request, WebSocket
from fastapi.responses import PlainTextResponse, StreamingResponse

main = FastAPI()
orders = FastAPI()


def route(app, path, methods=("GET",)):
    def endpoint():
        return {"ok": True}

    app.add_api_route(path, endpoint, methods=list(methods))


for path in [
    "/", "/items", "/items/me", "/items/{item_id}", "/items/{item_id}/parts", "/items/{item_id}/parts/{part_id}", "/items/{item_id:int}/stock",
    "/users/{user_id:uuid}", "/users/me/settings", "/users/{user_id}/settings", "/prices/{price:float}", "/files/{path:path}/meta",
    "/files/{path:path}", "/reports/{year}-{month}", "/reports/{name}.csv", "/a.b/c", "/slash/", "/deep/{a}/{b}/{c}/end", "/größe/{x}",
]:
    route(main, path)
route(main, "/items", ["POST"])
route(main, "/items/special", ["PUT"])
route(main, "/chats/{chat_id}/messages", ["POST", "DELETE"])
for path in ["/", "/new", "/{order_id}", "/{order_id}/lines"]:
    route(orders, path)
main.mount("/orders", orders)


@main.get("/boom")
def boom():
    raise RuntimeError("kaputt for jane.doe@example.com")


@main.get("/teapot/{pot}")
def teapot(pot: int):
    raise HTTPException(status_code=418, detail=str(pot))


@main.get("/stream")
async def stream():
    async def parts():
        for number in range(3):
            yield f"data: {number}\n\n"
            await asyncio.sleep(0.05)

    return StreamingResponse(parts(), media_type="text/event-stream")


@main.post("/length")
async def length(request: Request):
    total = 0
    async for chunk in request.stream():
        total += len(chunk)
    return PlainTextResponse(str(total))


@main.get("/headers")
def headers(request: Request):
    return dict(request.headers)


@main.websocket("/ws/{room}")
async def echo(socket: WebSocket, room: str):
    if room == "closed":
        return await socket.close()
    await socket.accept()
    while True:
        text = await socket.receive_text()
        if text == "bye":
            return await socket.close(4001)
        await socket.send_text(f"{room}: {text}")


class Templates:
    """Tells the template that FastAPI has found."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        async def told(message):
            found = scope.get("route")
            if message["type"] == "http.response.start" and found is not None:
                template = scope.get("root_path", "") + found.path_format
                message["headers"] = [*message["headers"], (b"x-template", template.encode("utf-8"))]
            await send(message)

        await self.app(scope, receive, told)


app = Templates(main)
